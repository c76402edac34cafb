import type { EventName } from '@meada/contract/events';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { identityOf } from '../../customers/index.ts';
import { type KeptLine, type Line, lineOf, type TimelineSource } from '../registry.ts';

/** Characters of a note shown in its line. */
const summaryLength = 200;

const fact = (event: LoggedEvent, name: string): string => String(event.facts[name]);

/** The same line for two customers: each tells it, and together they tell it once. */
const ofBoth = (event: LoggedEvent, made: Pick<Line, 'kind'> & Partial<Line>): Line[] =>
  [fact(event, 'customerId'), fact(event, 'otherId')].map((customerId) =>
    lineOf(event, { key: `event:${event.id}`, customerId, ...made }),
  );

type Maker = (event: LoggedEvent) => Line[];

const one =
  (kind: string, made: (event: LoggedEvent) => Partial<Line> = () => ({})): Maker =>
  (event) => [lineOf(event, { kind, key: `event:${event.id}`, ...made(event) })];

/** Event → lines. */
const makers: Partial<Record<EventName, Maker>> = {
  'customer.created': one('customer'),
  'customer.merged': (event) =>
    ofBoth(event, {
      kind: 'merge',
      facts: { otherId: fact(event, 'otherId'), mergeId: fact(event, 'mergeId') },
    }),
  'customer.unmerged': (event) =>
    ofBoth(event, {
      kind: 'merge',
      facts: { otherId: fact(event, 'otherId'), mergeId: fact(event, 'mergeId') },
    }),
  'customer.changed': (event) =>
    Array.isArray(event.facts.what) && event.facts.what.length > 0
      ? [lineOf(event, { kind: 'change', key: `event:${event.id}`, facts: { what: event.facts.what } })]
      : [],
  'customer.noted': (event) =>
    event.facts.what === 'pinned'
      ? []
      : [
          lineOf(event, {
            kind: 'note',
            key: `event:${event.id}`,
            refId: fact(event, 'noteId'),
            facts: { what: event.facts.what },
          }),
        ],
  'customer.filed': one('file', (event) => ({
    refId: fact(event, 'fileId'),
    facts: { what: event.facts.what },
  })),
  'customer.moved': one('address', (event) => ({
    refId: fact(event, 'addressId'),
    facts: { what: event.facts.what },
  })),
  'customer.preferred': one('change', (event) => ({
    facts: { what: [`preference:${fact(event, 'kind')}`] },
  })),
  'customer.told': one('fact', (event) => ({
    refId: fact(event, 'factId'),
    facts: { what: event.facts.what, kind: event.facts.kind },
  })),
  'identity.verified': one('identity', (event) => ({
    refId: fact(event, 'identityId'),
    facts: { kind: event.facts.kind, proof: event.facts.proof, outcome: event.facts.outcome },
  })),
  'company.changed': (event) =>
    ofBoth(event, {
      kind: 'company',
      facts: {
        what: event.facts.what,
        customerId: fact(event, 'customerId'),
        otherId: fact(event, 'otherId'),
      },
    }),
};

/** Words of notes and names of files that are still there. */
async function tell(ctx: Ctx, kept: readonly KeptLine[]): Promise<Map<string, string>> {
  const refs = kept.flatMap(({ refId }) => (refId === null ? [] : [refId]));
  const result = await sql<{ id: string; text: string }>`
    SELECT id, left(text, ${summaryLength}) AS text FROM customer_notes
    WHERE org_id = ${ctx.orgId} AND id = ANY (${refs}::uuid[]) AND deleted_at IS NULL
    UNION ALL
    SELECT id, name FROM customer_files WHERE org_id = ${ctx.orgId} AND id = ANY (${refs}::uuid[])`.execute(
    ctx.db,
  );
  const words = new Map([
    ...result.rows.map(({ id, text }) => [id, text] as const),
    ...(await addressWords(ctx, kept)),
  ]);
  return new Map(
    kept.flatMap(({ id, refId }) => {
      const text = refId === null ? undefined : words.get(refId);
      return text ? [[id, text] as const] : [];
    }),
  );
}

/** Addresses of lines that tell of a proof, as people read them; what was erased has no words. */
async function addressWords(ctx: Ctx, kept: readonly KeptLine[]): Promise<(readonly [string, string])[]> {
  const ids = kept.flatMap(({ name, refId }) => (name === 'identity.verified' && refId ? [refId] : []));
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('identities')
    .select([
      'id',
      'kind',
      'value',
      'canonical',
      'match_key',
      'name',
      'proof',
      'verified_at',
      'confidence',
      'source',
    ])
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', ids)
    .where('value', '<>', '')
    .execute();
  return rows.map((row) => [row.id, identityOf(ctx.ports.identityKinds, row).display] as const);
}

/** The customer's own record: made, merged, parted, changed, noted, filed, moved, told, of a company. */
export const customerLines: TimelineSource = {
  kinds: ['customer', 'merge', 'change', 'note', 'file', 'address', 'fact', 'identity', 'company'],
  events: Object.keys(makers) as EventName[],
  lines: async (_ctx, events) => events.flatMap((event) => makers[event.name]?.(event) ?? []),
  tell,
};
