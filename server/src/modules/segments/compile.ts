import { isGroup, type SegmentGroup, type SegmentLeaf, type SegmentNode } from '@meada/contract/segments';
import { type RawBuilder, sql } from 'kysely';
import { dayIn } from '../../kernel/calendar.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { zoneOf } from '../organisations/index.ts';
import { isTimed, type Scope } from './registry.ts';
import { leavesOf } from './rules.ts';

/** Which canonical customers are asked. */
export type Among =
  | { whole: true }
  | { ids: readonly string[] }
  /** Those behind `after` (null: from the first) up to and with `upTo`, in the order of their ids. */
  | { after: string | null; upTo: string };

const restriction = (among: Among, id: RawBuilder<unknown>): RawBuilder<unknown> => {
  if ('whole' in among) return sql`true`;
  if ('ids' in among) return sql`${id} = ANY (${[...among.ids]}::uuid[])`;
  const from = among.after === null ? sql`true` : sql`${id} > ${among.after}::uuid`;
  return sql`(${from} AND ${id} <= ${among.upTo}::uuid)`;
};

async function scopeOf(ctx: Ctx, among: Among): Promise<Scope> {
  const zone = await zoneOf(ctx);
  const now = ctx.clock.now();
  return { ctx, only: (id) => restriction(among, id), now, zone, today: dayIn(zone, now) };
}

/**
 * What follows FROM: canonical customers `r` who meet a tree, as one condition in which every value is a parameter. Throws
 * `not_found` for a kind nobody registered.
 */
export async function meeting(ctx: Ctx, tree: SegmentGroup, among: Among): Promise<RawBuilder<unknown>> {
  const scope = await scopeOf(ctx, among);
  return sql`customers r WHERE r.org_id = ${ctx.orgId} AND r.canonical_id = r.id AND r.erased_at IS NULL
    AND ${restriction(among, sql`r.id`)} AND ${await holds(tree, scope)}`;
}

const holds = (node: SegmentNode, scope: Scope): Promise<RawBuilder<unknown>> =>
  isGroup(node) ? groupHolds(node, scope) : leafHolds(node, scope);

async function groupHolds({ match, of }: SegmentGroup, scope: Scope): Promise<RawBuilder<unknown>> {
  const parts: RawBuilder<unknown>[] = [];
  for (const node of of) parts.push(sql`(${await holds(node, scope)})`);
  if (match === 'all') return sql`(${sql.join([sql`true`, ...parts], sql` AND `)})`;
  const some = sql`(${sql.join([sql`false`, ...parts], sql` OR `)})`;
  return match === 'any' ? some : sql`(NOT ${some})`;
}

async function leafHolds(leaf: SegmentLeaf, scope: Scope): Promise<RawBuilder<unknown>> {
  const kind = found(
    scope.ctx.ports.conditions.find(({ kind: name }) => name === leaf.kind),
    'condition',
  );
  return kind.holds(leaf, scope);
}

/** Whether time alone can bring somebody in or out. */
export const isTimedTree = (ctx: Ctx, tree: SegmentGroup): boolean =>
  leavesOf(tree).some((leaf) => {
    const kind = ctx.ports.conditions.find(({ kind: name }) => name === leaf.kind);
    return kind ? isTimed(kind, leaf) : false;
  });

/** Room for sets of a million ids: smaller, and PostgreSQL would look each up in a list. */
export const roomFor = (ctx: Ctx): Promise<unknown> => sql`SET LOCAL work_mem = '64MB'`.execute(ctx.db);
