import type { Ctx } from '../../kernel/ctx.ts';
import { decreeAfter, decreeOwed, decreeTarget } from './decree.ts';
import {
  type Counting,
  loadHistory,
  loadMatters,
  loadRulebook,
  type Matter,
  type Rulebook,
  type Standing,
} from './load.ts';
import {
  agreementFor,
  type Counted,
  type Ended,
  type Happened,
  nearest,
  nothingCounted,
  type Open,
  owedBy,
  replayed,
} from './rules.ts';
import {
  type ClockRow,
  type DeadlineRow,
  dropClocks,
  endDeadlines,
  lockClocks,
  type OpenRow,
  openDeadlines,
  writeClocks,
  writeDeadlines,
} from './store.ts';

/** A conversation with the agreement that counts for it, if one does, the hours to count by, and a mark of both. */
type Case = { matter: Matter; agreement: Standing | null; by: Counting; print: string; anew: boolean };

/**
 * Counts the clocks of conversations on: by what happened since they were last counted, or from the beginning when the
 * agreement or the hours are others (or `anew`: messages went elsewhere). What changed is written and told; counting twice
 * does no harm.
 */
export async function countClocks(
  ctx: Ctx,
  ids: readonly string[],
  { anew = false }: { anew?: boolean } = {},
): Promise<void> {
  if (ids.length === 0) return;
  const book = await loadRulebook(ctx);
  if (!book) return;
  await lockClocks(ctx);
  const matters = await loadMatters(ctx, ids, book);
  const cases = matters.flatMap((matter) => caseOf(book, matter, anew) ?? []);
  const history = await loadHistory(
    ctx,
    new Map(cases.map((one) => [one.matter.id, one.anew ? 0 : (one.matter.known?.readSeq ?? 0)])),
  );
  const before = Map.groupBy(
    await openDeadlines(
      ctx,
      matters.map(({ id }) => id),
    ),
    (row) => row.conversation_id,
  );
  const counted = cases.map((one) => {
    const { last = 0, happened: all = [] } = history.get(one.matter.id) ?? {};
    const happened = one.matter.resolved ? withoutAfterword(all) : all;
    return outcomeOf(ctx, one, { last, happened, before: before.get(one.matter.id) ?? [] });
  });
  const kept = new Set(counted.flatMap(({ deadlines }) => deadlines.map(({ id }) => id)));
  const gone = [...before.values()].flat().filter(({ id }) => !kept.has(id));
  await endDeadlines(
    ctx,
    gone.map(({ id }) => id),
  );
  await writeDeadlines(
    ctx,
    counted.flatMap(({ deadlines }) => deadlines),
  );
  await writeClocks(
    ctx,
    counted.map(({ clock }) => clock),
  );
  await letGo(ctx, matters, cases);
  for (const one of counted) tell(ctx, one);
}

/** Words that left a conversation resolved ask for nothing: they answered a question of the house, such as a survey. */
const withoutAfterword = (happened: readonly Happened[]): Happened[] =>
  happened.slice(0, happened.findLastIndex(({ type }) => type !== 'wrote') + 1);

function caseOf(book: Rulebook, matter: Matter, anew: boolean): Case | null {
  const agreement = matter.merged ? null : agreementFor(book.agreements, matter);
  const { known, decreeFrom } = matter;
  if (!agreement && (decreeFrom === null || matter.merged)) return null;
  const by = (agreement && book.hours.get(agreement.hoursId ?? matter.hoursId ?? '')) ?? book.always;
  const print = decreeFrom === null ? by.print : `${by.print} ${decreeFrom}`;
  const other = known?.agreementId !== (agreement?.id ?? null) || known.print !== print;
  return { matter, agreement, by, print, anew: anew || other };
}

/** Clocks of conversations that no agreement counts for any more. */
async function letGo(ctx: Ctx, matters: readonly Matter[], cases: readonly Case[]): Promise<void> {
  const held = new Set(cases.map(({ matter }) => matter.id));
  const gone = matters.filter(({ id, known }) => known !== null && !held.has(id));
  await dropClocks(
    ctx,
    gone.map(({ id }) => id),
  );
  for (const { id, known } of gone)
    if (known?.dueAt || known?.paused) ctx.emit({ name: 'deadline.changed', facts: { conversationId: id } });
}

type Read = { last: number; happened: Happened[]; before: OpenRow[] };
type Outcome = { matter: Matter; clock: ClockRow; deadlines: DeadlineRow[]; late: DeadlineRow[] };

function outcomeOf(ctx: Ctx, one: Case, { last, happened, before }: Read): Outcome {
  const { matter, agreement } = one;
  const { counted, ended, open } = standingOf(one, happened);
  const known = new Map(before.map((row) => [`${row.what} ${row.started_at.getTime()}`, row]));
  const rowOf = (what: Ended['what'], startedAt: number) => known.get(`${what} ${startedAt}`);
  // What was over before the agreement was made is none of its business.
  const over = ended.filter(
    (end) =>
      end.what === 'decree' ||
      (agreement &&
        agreement.targets[end.what] !== null &&
        (rowOf(end.what, end.startedAt) !== undefined || end.startedAt >= agreement.createdAt)),
  );
  const base = (what: Ended['what'], startedAt: number) => ({
    id: rowOf(what, startedAt)?.id ?? ctx.ids.uuid(),
    conversation_id: matter.id,
    agreement_id: what === 'decree' ? null : (agreement?.id ?? null),
    what,
    target_ms: what === 'decree' ? decreeTarget : (agreement?.targets[what] ?? 0),
    started_at: new Date(startedAt),
    team_id: matter.teamId,
    inbox_id: matter.inboxId,
    queue_id: matter.queueId,
    priority: matter.priority,
  });
  const overRows = over.map((end) => overRow(base(end.what, end.startedAt), end, matter));
  const openRows = open.map((owed) => openRow(base(owed.what, owed.startedAt), owed, matter));
  const late = overRows.filter(
    (row) => row.missed_at !== null && !rowOf(row.what, row.started_at.getTime())?.missed_at,
  );
  const clock = clockOf(ctx, one, { counted, open, last });
  return { matter, clock, deadlines: [...overRows, ...openRows], late };
}

type Stood = { counted: Counted; ended: Ended[]; open: Open[] };

/** What history makes of the agreement's clocks and of the decree's. */
function standingOf({ matter, agreement, by, anew }: Case, happened: readonly Happened[]): Stood {
  const from = anew ? nothingCounted() : (matter.known?.counted ?? nothingCounted());
  const promised = agreement ? replayed(from, happened, by.hours) : { counted: from, ended: [] };
  const owed = agreement ? owedBy(promised.counted, agreement, by.hours) : [];
  if (matter.decreeFrom === null) return { ...promised, open: owed };
  const { clock, ended } = decreeAfter(from.decree, happened, matter.decreeFrom);
  return {
    counted: { ...promised.counted, ...(clock && { decree: clock }) },
    ended: [...promised.ended, ...ended],
    open: [...owed, ...decreeOwed(clock)],
  };
}

type Base = Pick<
  DeadlineRow,
  | ('id' | 'conversation_id' | 'agreement_id' | 'what' | 'target_ms' | 'started_at')
  | ('team_id' | 'inbox_id' | 'queue_id' | 'priority')
>;

function overRow(base: Base, end: Ended, matter: Matter): DeadlineRow {
  const kept = end.spent <= base.target_ms;
  const ended_at = new Date(end.endedAt);
  return {
    ...base,
    due_at: null,
    warn_at: null,
    missed_at: kept ? null : ended_at,
    ended_at,
    spent_ms: Math.round(end.spent),
    kept,
    person_id: end.personId ?? matter.assigneeId,
  };
}

const dateOf = (at: number | null): Date | null => (at === null ? null : new Date(at));

const openRow = (base: Base, owed: Open, matter: Matter): DeadlineRow => ({
  ...base,
  due_at: dateOf(owed.dueAt),
  warn_at: dateOf(owed.warnAt),
  missed_at: null,
  ended_at: null,
  spent_ms: null,
  kept: null,
  person_id: matter.assigneeId,
});

function clockOf(
  ctx: Ctx,
  { matter, agreement, print }: Case,
  { counted, open, last }: { counted: ClockRow['clocks']; open: Open[]; last: number },
): ClockRow {
  const next = nearest(open);
  return {
    conversation_id: matter.id,
    agreement_id: agreement?.id ?? null,
    counted_by: print,
    read_seq: last,
    clocks: counted,
    due_at: dateOf(next?.dueAt ?? null),
    due_what: next?.what ?? null,
    warn_at: dateOf(next?.warnAt ?? null),
    paused: open.length > 0 && next === null,
    updated_at: ctx.clock.now(),
  };
}

/** Tells what moved, and what was missed without anybody having been told: it ended before it was looked at. */
function tell(ctx: Ctx, { matter, clock, late }: Outcome): void {
  const { known } = matter;
  const moved =
    known?.dueAt?.getTime() !== clock.due_at?.getTime() || (known?.paused ?? false) !== clock.paused;
  if (moved) {
    ctx.emit({ name: 'deadline.changed', facts: { conversationId: matter.id } });
    ctx.afterCommit(() => ctx.bus.wake('deadlines'));
  }
  for (const row of late)
    ctx.emit({
      name: 'deadline.missed',
      facts: {
        conversationId: matter.id,
        deadlineId: row.id,
        what: row.what,
        dueAt: (row.missed_at ?? ctx.clock.now()).toISOString(),
      },
    });
}
