import type { Locale } from '@meada/contract/primitives';
import { type SqlBool, sql } from 'kysely';
import type { Tx } from '../../kernel/db/connection.ts';

/** Writes and look-ups of the directory: sign-ins, memberships, sessions. System role only; no names, no content. */

export type SignIn = {
  personId: string;
  email: string;
  passwordHash: string;
  factorSecret: string | null;
  locale: Locale;
};

const columns = ['person_id', 'email', 'password_hash', 'factor_secret', 'locale'] as const;
type Row = {
  person_id: string;
  email: string;
  password_hash: string;
  factor_secret: string | null;
  locale: string;
};
const signInOf = (row: Row | undefined): SignIn | null =>
  row
    ? {
        personId: row.person_id,
        email: row.email,
        passwordHash: row.password_hash,
        factorSecret: row.factor_secret,
        locale: row.locale as Locale,
      }
    : null;

export async function signInByEmail(db: Tx, email: string): Promise<SignIn | null> {
  return signInOf(
    await db.selectFrom('sign_ins').select(columns).where('email', '=', email).executeTakeFirst(),
  );
}

/** As `signInByEmail`, but null for one that serves no organisation: left by a creation that broke in the middle. */
export async function livingSignIn(db: Tx, email: string): Promise<SignIn | null> {
  return signInOf(
    await db
      .selectFrom('sign_ins')
      .select(columns)
      .where('email', '=', email)
      .where('person_id', 'in', (from) => from.selectFrom('memberships').select('person_id'))
      .executeTakeFirst(),
  );
}

export async function signInOfPerson(db: Tx, personId: string): Promise<SignIn | null> {
  return signInOf(
    await db.selectFrom('sign_ins').select(columns).where('person_id', '=', personId).executeTakeFirst(),
  );
}

/**
 * The sign-in of an address, made when there is none. One that serves no organisation at all was left by a creation that
 * broke in the middle: it takes the new password. `known` says that somebody else's choice of password stands. Of two at
 * the same time the second waits for the first transaction and sees what it did.
 */
export async function ensureSignIn(
  db: Tx,
  row: { personId: string; email: string; passwordHash: string; locale: Locale },
): Promise<{ personId: string; known: boolean }> {
  const made = await db
    .insertInto('sign_ins')
    .values({
      person_id: row.personId,
      email: row.email,
      password_hash: row.passwordHash,
      locale: row.locale,
    })
    .onConflict((clash) => clash.column('email').doNothing())
    .returning('person_id')
    .executeTakeFirst();
  if (made) return { personId: made.person_id, known: false };
  const { person_id: personId } = await db
    .selectFrom('sign_ins')
    .select('person_id')
    .where('email', '=', row.email)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if ((await everServed(db, personId)).length > 0) return { personId, known: true };
  await updateSignIn(db, personId, { password_hash: row.passwordHash, locale: row.locale });
  return { personId, known: false };
}

/** Whether a person may enter an organisation; written after, or before, the member row that decides. */
export async function setMembership(
  db: Tx,
  membership: { personId: string; orgId: string; active: boolean },
): Promise<void> {
  const { personId, orgId, active } = membership;
  await db
    .insertInto('memberships')
    .values({ person_id: personId, org_id: orgId, active })
    .onConflict((clash) => clash.columns(['person_id', 'org_id']).doUpdateSet({ active }))
    .execute();
}

/** Organisations a person actively serves, the one of the latest session first. */
export async function membershipsOf(db: Tx, personId: string): Promise<{ id: string; name: string }[]> {
  const result = await sql<{ id: string; name: string }>`
    SELECT o.id, o.name FROM memberships m JOIN organisations o ON o.id = m.org_id
    WHERE m.person_id = ${personId} AND m.active
    ORDER BY (SELECT max(s.seen_at) FROM sessions s WHERE s.person_id = m.person_id AND s.org_id = m.org_id)
             DESC NULLS LAST, o.created_at`.execute(db);
  return result.rows;
}

export type NewSession = {
  id: string;
  token_hash: Buffer;
  person_id: string;
  org_id: string;
  address: string;
  agent: string;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
};

/**
 * Writes a session if the password that was proved for it still stands: a change of password that runs at the same time
 * either waits and then finds the session to end, or makes this answer false.
 */
export async function insertSession(db: Tx, row: NewSession, provedHash: string): Promise<boolean> {
  const standing = await db
    .selectFrom('sign_ins')
    .select('person_id')
    .where('person_id', '=', row.person_id)
    .where('password_hash', '=', provedHash)
    .forShare()
    .executeTakeFirst();
  if (!standing) return false;
  await db.insertInto('sessions').values(row).execute();
  return true;
}

export type EndedSession = { id: string; personId: string; orgId: string };

/** Which sessions end: that of a token, one or all of a person's, all but one, all in one organisation. */
export type SessionsToEnd =
  | { tokenHash: Buffer }
  | { personId: string; sessionId?: string; except?: string; orgId?: string };

export async function deleteSessions(db: Tx, which: SessionsToEnd): Promise<EndedSession[]> {
  const conditions =
    'tokenHash' in which
      ? [sql<SqlBool>`token_hash = ${which.tokenHash}`]
      : [
          sql<SqlBool>`person_id = ${which.personId}`,
          ...(which.sessionId ? [sql<SqlBool>`id = ${which.sessionId}`] : []),
          ...(which.except ? [sql<SqlBool>`id <> ${which.except}`] : []),
          ...(which.orgId ? [sql<SqlBool>`org_id = ${which.orgId}`] : []),
        ];
  const rows = await db
    .deleteFrom('sessions')
    .where((where) => where.and(conditions))
    .returning(['id', 'person_id', 'org_id'])
    .execute();
  return rows.map((row) => ({ id: row.id, personId: row.person_id, orgId: row.org_id }));
}

/** Writes parts of a sign-in. */
export async function updateSignIn(
  db: Tx,
  personId: string,
  change: {
    password_hash?: string;
    locale?: Locale;
    factor_secret?: string | null;
    factor_pending?: string | null;
  },
): Promise<void> {
  await db.updateTable('sign_ins').set(change).where('person_id', '=', personId).execute();
}

/** Writes parts of one of a person's sessions; false when there is no such. */
export async function updateSession(
  db: Tx,
  session: { id: string; personId: string },
  change: { org_id?: string; token_hash?: Buffer },
): Promise<boolean> {
  const row = await db
    .updateTable('sessions')
    .set(change)
    .where('id', '=', session.id)
    .where('person_id', '=', session.personId)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Every organisation a person was ever a member of, active or not. */
export async function everServed(db: Tx, personId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('memberships')
    .select('org_id')
    .where('person_id', '=', personId)
    .execute();
  return rows.map((row) => row.org_id);
}

/** Who of these people has a second factor. */
export async function peopleWithFactor(db: Tx, personIds: readonly string[]): Promise<Set<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('sign_ins')
    .select('person_id')
    .where('person_id', 'in', [...personIds])
    .where('factor_secret', 'is not', null)
    .execute();
  return new Set(rows.map((row) => row.person_id));
}
