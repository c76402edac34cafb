import { Id } from '@meada/contract/primitives';
import type { SegmentGroup, SegmentInput, SegmentLeaf, SegmentOption } from '@meada/contract/segments';
import { z } from 'zod';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import type { ConditionKind } from './registry.ts';
import { leavesAtMost, leavesOf } from './rules.ts';

const Day = z.iso.date();
const longestDays = 36_500;

type Shape = (value: SegmentLeaf['value'], options: ReadonlySet<string>) => boolean;
const isCount = (value: unknown, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

/** Input → whether a value is one of it. */
const shapes: Record<SegmentInput, Shape> = {
  none: (value) => value === undefined,
  text: (value) => typeof value === 'string' && value.trim() !== '',
  number: (value) => typeof value === 'number',
  money: (value) => isCount(value, 9e15),
  days: (value) => isCount(value, longestDays),
  hours: (value) => isCount(value, longestDays * 24),
  day: (value) => Day.safeParse(value).success && String(value) >= '0001-01-01',
  option: (value, options) => typeof value === 'string' && options.has(value),
  options: (value, options) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => options.has(one)),
  customer: (value) => Id.safeParse(value).success,
};

const named = (options: readonly SegmentOption[]): Set<string> => new Set(options.map(({ name }) => name));

/** Whether a tree says what its kinds can be asked. Throws `refused` with the place of the first condition that does not. */
export async function checkTree(ctx: Ctx, tree: SegmentGroup): Promise<void> {
  const leaves = leavesOf(tree);
  if (leaves.length > leavesAtMost)
    throw refused(`There are at most ${leavesAtMost} conditions.`, 'body.conditions');
  const lists = optionsOf(ctx);
  for (const leaf of leaves) {
    const what = await faultOf(ctx, leaf, lists);
    if (what) throw refused(`${leaf.kind}: ${what}`, 'body.conditions');
  }
}

/** Options of kinds, each asked for once. */
function optionsOf(ctx: Ctx) {
  const options = new Map<string, Promise<SegmentOption[]>>();
  const narrowings = new Map<string, ReturnType<NonNullable<ConditionKind['of']>>>();
  return {
    options: (kind: ConditionKind) => {
      const known = options.get(kind.kind) ?? kind.options?.(ctx) ?? Promise.resolve([]);
      options.set(kind.kind, known);
      return known;
    },
    of: (kind: ConditionKind) => {
      const known = narrowings.get(kind.kind) ?? kind.of?.(ctx) ?? Promise.resolve([]);
      narrowings.set(kind.kind, known);
      return known;
    },
  };
}

async function faultOf(
  ctx: Ctx,
  leaf: SegmentLeaf,
  lists: ReturnType<typeof optionsOf>,
): Promise<string | null> {
  const kind = ctx.ports.conditions.find(({ kind: name }) => name === leaf.kind);
  if (!kind) return 'there is no such condition.';
  const input = Object.hasOwn(kind.is, leaf.is) ? kind.is[leaf.is] : undefined;
  if (!input) return 'it cannot be asked like this.';
  if (leaf.days !== undefined && !kind.windowed) return 'it takes no stretch of days.';
  if (leaf.currency !== undefined && !kind.priced) return 'it takes no currency.';
  if (!kind.of) {
    if (leaf.of !== undefined) return 'it is not narrowed.';
    const isRight = shapes[input](leaf.value, named(await lists.options(kind)));
    return isRight ? null : 'it cannot be compared with this.';
  }
  const narrowed = (await lists.of(kind)).find(({ name }) => name === leaf.of);
  if (!narrowed) return 'what it is narrowed to is not there, or only some may ask for it.';
  if (!narrowed.is.includes(leaf.is)) return 'it cannot be asked like this.';
  return shapes[input](leaf.value, named(narrowed.options)) ? null : 'it cannot be compared with this.';
}
