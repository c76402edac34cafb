import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type pg from 'pg';
import { freshBytes, type Secrets } from '../secrets.ts';

/** A key as the database and the key list hold it; `org` is '' for a sign-in; `sealed` is null once it is destroyed. */
export type KeptKey = { org: string; subject: string; id: string; sealed: string | null };

/** A key at work in one backup. */
export type WorkingKey = { id: string; key: KeyObject };

/** What a sealed key is bound to; the same words stand in the comment on its column (migration 0006). */
const contextOf = ({ org, subject }: Pick<KeptKey, 'org' | 'subject'>): string =>
  org ? `subject ${org} ${subject}` : `sign-in ${subject}`;

/** Every backup has keys of its own, made of the subject's: counting nonces never meet those of another backup. */
const keyFor = (subjectKey: Buffer, salt: Buffer): KeyObject =>
  // As an object: preparing bytes anew for each row costs four times the sealing itself (measured).
  createSecretKey(createHmac('sha256', subjectKey).update(salt).digest());

export const keptKeysText = `
  SELECT org_id::text AS org, subject_id::text AS subject, id, sealed FROM subject_keys
  UNION ALL SELECT '', person_id::text, id, sealed FROM sign_in_keys`;

export const readKeptKeys = async (client: pg.ClientBase): Promise<KeptKey[]> =>
  (await client.query<KeptKey>(keptKeysText)).rows;

/** The keys of a backup that is being written: a subject met for the first time gets one. */
export type KeyMaker = { of(owner: string): WorkingKey; made: KeptKey[] };

/** `owner` is `ORGANISATION/SUBJECT`, the first part empty for a sign-in. */
export function makeKeyMaker(kept: readonly KeptKey[], salt: Buffer, secrets: Secrets): KeyMaker {
  const known = new Map<string, KeptKey>(
    kept.flatMap((key) => (key.sealed === null ? [] : [[`${key.org}/${key.subject}`, key] as const])),
  );
  const working = new Map<string, WorkingKey>();
  const made: KeptKey[] = [];
  const make = (owner: string): WorkingKey => {
    const there = known.get(owner);
    if (there) return { id: there.id, key: keyFor(unsealed(there, secrets), salt) };
    const [org = '', subject = ''] = owner.split('/');
    const bytes = freshBytes(32);
    const id = freshBytes(9).toString('base64url');
    const sealed = secrets.encrypt(bytes.toString('base64'), contextOf({ org, subject }));
    made.push({ org, subject, id, sealed });
    return { id, key: keyFor(bytes, salt) };
  };
  return {
    made,
    of: (owner) => {
      const found = working.get(owner) ?? make(owner);
      working.set(owner, found);
      return found;
    },
  };
}

/** Finds a key by its id. */
export type FindKey = (id: string) => KeyObject | null;

/** The keys of a backup that is being read, by their ids; null for one that is destroyed, unknown or under another master key. */
export function makeKeyFinder(kept: readonly KeptKey[], salt: Buffer, secrets: Secrets): FindKey {
  const byId = new Map(kept.map((key) => [key.id, key]));
  const working = new Map<string, KeyObject | null>();
  const find: FindKey = (id) => {
    const key = byId.get(id);
    if (!key || key.sealed === null) return null;
    try {
      return keyFor(unsealed(key, secrets), salt);
    } catch {
      // Sealed under a master key that is not here: a restore that goes on was told to by --other-key.
      return null;
    }
  };
  return (id) => {
    const known = working.get(id);
    if (known !== undefined) return known;
    const found = find(id);
    working.set(id, found);
    return found;
  };
}

const unsealed = (key: KeptKey, secrets: Secrets): Buffer =>
  Buffer.from(secrets.decrypt(key.sealed ?? '', contextOf(key)), 'base64');

const batchRows = 5000;

/** Writes keys into the database; one that is there already stays as it is. */
export async function insertKeys(client: pg.ClientBase, keys: readonly KeptKey[]): Promise<void> {
  const of = (subjects: boolean) => keys.filter(({ org }) => (org !== '') === subjects);
  for (const [text, rows] of [
    [insertSubjectKeys, of(true)],
    [insertSignInKeys, of(false)],
  ] as const) {
    for (let at = 0; at < rows.length; at += batchRows) {
      const batch = rows.slice(at, at + batchRows);
      const columns = [
        batch.map(({ id }) => id),
        batch.map(({ subject }) => subject),
        batch.map(({ sealed }) => sealed),
      ];
      await client.query(
        text,
        text === insertSubjectKeys ? [...columns, batch.map(({ org }) => org)] : columns,
      );
    }
  }
}

const insertSubjectKeys = `
  INSERT INTO subject_keys (org_id, id, subject_id, sealed, destroyed_at)
  SELECT org, id, subject, sealed, CASE WHEN sealed IS NULL THEN now() END
  FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[]) AS k(id, subject, sealed, org) ON CONFLICT DO NOTHING`;
const insertSignInKeys = `
  INSERT INTO sign_in_keys (id, person_id, sealed, destroyed_at)
  SELECT id, subject, sealed, CASE WHEN sealed IS NULL THEN now() END
  FROM unnest($1::text[], $2::uuid[], $3::text[]) AS k(id, subject, sealed) ON CONFLICT DO NOTHING`;
