import type { SegmentInput, SegmentLeaf, SegmentOption } from '@meada/contract/segments';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

declare module '../../kernel/ctx.ts' {
  interface Ports {
    conditions: readonly ConditionKind[];
  }
}

/** About whom and when a tree is asked. */
export type Scope = {
  ctx: Ctx;
  /** Restricts the canonical customers looked at, by an expression for their id: keeps a question about few cheap. */
  only(id: RawBuilder<unknown>): RawBuilder<unknown>;
  now: Date;
  /** IANA zone of the organisation and the day it is there, YYYY-MM-DD. */
  zone: string;
  today: string;
};

export type OfOption = SegmentOption & { is: string[]; options: SegmentOption[]; currency?: string | null };

/**
 * A kind of condition. `holds` answers SQL over a canonical customer `r`, true or false and never null, in which every value
 * of the leaf is a parameter. A module to the right of this one adds its own by naming them in `portsOf`.
 */
export type ConditionKind = {
  kind: string;
  /** Heading under which the editor offers it. */
  area: string;
  /** Operator → what it is compared with. */
  is: Readonly<Record<string, SegmentInput>>;
  options?(ctx: Ctx): Promise<SegmentOption[]>;
  /** What the kind may be narrowed to; it then must be. */
  of?(ctx: Ctx): Promise<OfOption[]>;
  /** Takes a stretch of days back from now. */
  windowed?: boolean;
  /** Takes a currency: money of one is not money of another. */
  priced?: boolean;
  /** Operators whose answer time alone can change. */
  timed?: readonly string[];
  holds(leaf: SegmentLeaf, scope: Scope): RawBuilder<unknown> | Promise<RawBuilder<unknown>>;
};

/** Whether time alone can change what a leaf says. */
export const isTimed = (kind: ConditionKind, leaf: SegmentLeaf): boolean =>
  leaf.days !== undefined || (kind.timed ?? []).includes(leaf.is);

type Parts = { join?: RawBuilder<unknown>; where?: RawBuilder<unknown>; having?: RawBuilder<unknown> };

/** Of some record `m` of the group something is true; with `having`, of all of them together. */
export function someMember(scope: Scope, { join, where, having }: Parts): RawBuilder<unknown> {
  const { ctx, only } = scope;
  return sql`r.id IN (SELECT m.canonical_id FROM customers m ${join ?? sql``}
    WHERE m.org_id = ${ctx.orgId} AND ${only(sql`m.canonical_id`)} AND ${where ?? sql`true`}
    ${having ? sql`GROUP BY m.canonical_id HAVING ${having}` : sql``})`;
}

export const not = (test: RawBuilder<unknown>): RawBuilder<unknown> => sql`NOT (${test})`;

export const textOf = (leaf: SegmentLeaf): string => String(leaf.value ?? '');
export const numberOf = (leaf: SegmentLeaf): number => Number(leaf.value ?? 0);
export const listOf = (leaf: SegmentLeaf): string[] =>
  Array.isArray(leaf.value) ? leaf.value : [String(leaf.value ?? '')];

/** So many days before now. */
export const daysBack = (scope: Scope, days: number): Date =>
  new Date(scope.now.getTime() - days * 86_400_000);

/** The moment a day begins where the organisation is. */
export const dawn = (scope: Scope, day: string): RawBuilder<unknown> =>
  sql`(${day}::date::timestamp AT TIME ZONE ${scope.zone})`;

/** Words as names are searched: whatever the case and the accents. */
export function wordTest(column: RawBuilder<unknown>, leaf: SegmentLeaf): RawBuilder<unknown> {
  const word = sql`meada_fold(${textOf(leaf)})`;
  const folded = sql`meada_fold(coalesce(${column}, ''))`;
  if (leaf.is === 'contains') return sql`${folded} LIKE '%' || meada_like(${word}) || '%'`;
  if (leaf.is === 'begins') return sql`${folded} LIKE meada_like(${word}) || '%'`;
  return sql`${folded} = ${word}`;
}

/** At least or at most so many things: `counted` tells which of them are there. */
export function countTest(
  leaf: SegmentLeaf,
  counted: (atLeast: number) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const number = Math.trunc(numberOf(leaf));
  if (leaf.is === 'at_most') return number < 0 ? sql`false` : not(counted(number + 1));
  return number <= 0 ? sql`true` : counted(number);
}
