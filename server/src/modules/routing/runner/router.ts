import { systemActor } from '../../../kernel/actor.ts';
import { memoryBus } from '../../../kernel/bus/bus.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { loop } from '../../../kernel/events/tail.ts';
import { presenceIn, sayPresence } from '../../../kernel/live/presence.ts';
import type { Roster } from '../../../kernel/live/roster.ts';
import { nextDue } from '../engine/apply.ts';
import type { Decision, RoutingEvent } from '../engine/types.ts';
import { endAsked } from '../hand-over/store-asks.ts';
import { settleConversations } from '../intake/settle-conversations.ts';
import { loadAgents } from '../rows/agent.ts';
import { linesIn } from '../waits/lines.ts';
import { startTeller, type TellingPace } from '../waits/teller.ts';
import { carryOver } from './carry-over.ts';
import { itemsWhere, loadEverything } from './load.ts';
import {
  changesOf,
  decide,
  freshMind,
  learn,
  learnAll,
  type Mind,
  type Monotonic,
  renew,
  silentIn,
  timeIn,
  touchedBy,
} from './mind.ts';
import { standOf } from './standing.ts';
import { type Batch, storeDecisions } from './store-decisions.ts';

export type RouterParts = {
  kernel: Kernel;
  orgId: string;
  /** Names this process in what it decides. */
  self: string;
  roster: Roster;
  monotonic: Monotonic;
  /** How long people have, after the router begins, to say that they are there (ms). */
  settleMs: number;
  /** How fast those who wait are told of it. */
  telling: TellingPace;
};

/** The router of one organisation at work. */
export type Router = {
  hear(events: readonly LoggedEvent[]): void;
  /** The roster may say something new of a person. */
  look(personId: string): void;
  stop(): Promise<void>;
};

type News = { all: boolean; items: Set<string>; agents: Set<string>; people: Set<string> };
const noNews = (): News => ({ all: false, items: new Set(), agents: new Set(), people: new Set() });

type Desk = RouterParts & { mind: Mind | null; news: News; begun: number; settled: boolean };

const longestMs = 3_600_000;

/**
 * Runs the router of an organisation: takes in what changed in the rows and who came or went, lets the pure router decide,
 * stores it, and sleeps until the next news or the next thing that is due. What could not be stored is read anew. After any
 * error it begins again from the rows.
 */
export function startRouter(parts: RouterParts): Router {
  const bus = memoryBus();
  const desk: Desk = { ...parts, mind: null, news: noNews(), begun: parts.monotonic(), settled: false };
  const wake = (): void => bus.wake('turn');
  const lines = () => (desk.mind ? linesIn(desk.mind) : []);
  const teller = startTeller({ kernel: parts.kernel, orgId: parts.orgId, pace: parts.telling, lines });
  const tail = loop({ ...parts.kernel, bus }, 'turn', async () => {
    try {
      const next = await turn(desk);
      teller.look();
      return next;
    } catch (error) {
      // Between what was decided and what was stored nobody knows: the rows do.
      desk.mind = null;
      throw error;
    }
  });
  return {
    hear: (events) => {
      for (const event of events) note(desk, event);
      wake();
    },
    look: (personId) => {
      desk.news.people.add(personId);
      wake();
    },
    stop: async () => {
      await tail.stop();
      await teller.stop();
    },
  };
}

/** What an event of the log makes worth reading. */
function note({ news, self }: Desk, { name, facts }: LoggedEvent): void {
  if (name === 'routing.changed' || name === 'hours.changed') news.all = true;
  if (facts.by === self) return;
  if (name === 'work.changed') news.items.add(String(facts.itemId));
  if (name === 'agent.changed' || name === 'person.changed' || name === 'person.access_changed') {
    if (typeof facts.personId === 'string') news.agents.add(facts.personId);
    else news.all = true;
  }
}

/** One step: milliseconds until the next one, null when nothing is due. */
async function turn(desk: Desk): Promise<number | null> {
  const { kernel, orgId, monotonic } = desk;
  const news = desk.news;
  desk.news = noNews();
  if (await carryOver(desk)) news.all = true;
  const lateness = settling(desk, news);
  const events = await read(desk, news);
  const mind = desk.mind as Mind;
  const now = timeIn(mind, kernel, monotonic);
  const turned = renew(mind, now);
  const decisions = decide(mind, [...turned.events, ...events], now);
  const { stands, choices } = standsOf(desk, mind, news.people);
  const people = new Set(stands.map(({ personId }) => personId));
  for (const { personId: agent, presence, reasonId } of stands)
    decisions.push(...decide(mind, [{ type: 'presence', agent, presence, reason: reasonId }], now));
  decisions.push(...decide(mind, [{ type: 'tick' }], now));
  const batch: Batch = {
    ...{ at: new Date(Math.round(now)), by: desk.self, stands, choices },
    changes: changesOf(mind, decisions, people),
    away: decisions.flatMap((one) => (one.type === 'set_away' ? [one.agent] : [])),
    touched: touchedBy(mind, decisions),
    shifts: turned.agents,
  };
  complain(desk, decisions);
  if ([batch.changes, stands, choices, batch.away, batch.shifts].some((list) => list.length > 0)) {
    const stored = await inTransaction(kernel, systemActor(orgId), (ctx) => storeDecisions(ctx, batch));
    for (const row of stored.rows) mind.rows.set(row.id, row);
    const away = batch.away.filter((id) => !stored.quicker.includes(id));
    remember(mind, { ...batch, away });
    for (const id of stored.quicker) desk.news.agents.add(id);
    for (const personId of away)
      sayPresence(kernel.bus, { orgId, personId, away: true, since: batch.at.getTime() });
    // What the router did not know yet of a conversation is told to it now, or it would offer the item again.
    if (stored.stray.length > 0)
      await inTransaction(kernel, systemActor(orgId), (ctx) => settleConversations(ctx, stored.stray));
    for (const id of stored.failed) desk.news.items.add(id);
    if (stored.failed.length > 0) {
      for (const { known, item } of batch.changes)
        if (stored.failed.includes(known.id) && item.standing.state !== 'waiting')
          desk.news.agents.add(item.standing.agent);
      return 0;
    }
  }
  const silent = silentIn(mind, now);
  if (silent.over.length > 0) return endAsks(desk, silent.over, batch.at);
  if (silent.due.length > 0) return freeSilent(desk, silent.due, batch.at);
  const waits = [lateness, silent.next === null ? null : silent.next - now].filter((ms) => ms !== null);
  return pauseFor(mind, now, waits);
}

/** Who says nothing for long gives the agent's place free; what came of it is read in the next step. */
async function freeSilent({ kernel, orgId, mind, news }: Desk, due: string[], at: Date): Promise<number> {
  const some = due.slice(0, 50);
  await inTransaction(kernel, systemActor(orgId), (ctx) => settleConversations(ctx, some, { at }));
  for (const row of mind?.rows.values() ?? [])
    if (some.includes(row.conversation_id ?? '')) news.items.add(row.id);
  // The log wakes it sooner; what could not be ended is not tried again without a pause.
  return due.length > some.length ? 0 : 1000;
}

/** Nobody was found who takes it over: it stays with who asked. */
async function endAsks({ kernel, orgId, news }: Desk, ids: string[], at: Date): Promise<number> {
  await inTransaction(kernel, systemActor(orgId), (ctx) => endAsked(ctx, ids, at));
  for (const id of ids) news.items.add(id);
  return 0;
}

function pauseFor(mind: Mind, now: number, others: readonly number[]): number | null {
  const least = Math.min(nextDue(mind.state) - now, ...others);
  return least === Number.POSITIVE_INFINITY ? null : Math.max(1, Math.ceil(Math.min(least, longestMs)));
}

/** Who has not come back some time after the start is gone: until then everybody is taken as they stood before it. */
function settling(desk: Desk, news: News): number | null {
  if (desk.settled) return null;
  const left = desk.begun + desk.settleMs - desk.monotonic();
  if (left > 0) return left;
  desk.settled = true;
  for (const id of desk.mind?.agents.keys() ?? []) news.people.add(id);
  return null;
}

/** Reads what the news tell of; a fresh head reads everything. */
async function read(desk: Desk, news: News): Promise<RoutingEvent[]> {
  const { kernel, orgId } = desk;
  if (news.all || !desk.mind) {
    const before = desk.mind;
    const rows = await inTransaction(kernel, systemActor(orgId), loadEverything);
    desk.mind = freshMind(before);
    for (const { person_id } of rows.agents) news.people.add(person_id);
    return learnAll(desk.mind, rows, kernel.clock.now().getTime());
  }
  if (news.items.size + news.agents.size === 0) return [];
  const { mind } = desk;
  const { agents, items } = await inTransaction(kernel, systemActor(orgId), async (ctx) => ({
    agents: news.agents.size > 0 ? await loadAgents(ctx, [...news.agents]) : [],
    items: news.items.size > 0 ? await itemsWhere(ctx, [...news.items]) : [],
  }));
  for (const id of news.agents) news.people.add(id);
  const open = new Set(items.map(({ id }) => id));
  const gone = [...news.items].filter((id) => !open.has(id));
  const there = new Set(agents.map(({ person_id }) => person_id));
  const removed = [...news.agents].filter((id) => !there.has(id) && mind.agents.delete(id));
  // The rows first: nothing is decided about an item before they have spoken.
  return [
    learn(mind, { agents, items, gone }, kernel.clock.now().getTime()),
    ...removed.map((agent): RoutingEvent => ({ type: 'agent_gone', agent })),
  ];
}

/** How those stand of whom something new may be known, where it is not what the router knows. */
function standsOf(desk: Desk, mind: Mind, people: ReadonlySet<string>): Pick<Batch, 'stands' | 'choices'> {
  const { roster, orgId, settled, kernel } = desk;
  const seen = [...people].sort().flatMap((id) => {
    const row = mind.agents.get(id);
    const word = presenceIn(roster, orgId, id);
    if (!row || !mind.state.slots.has(id) || (!word && !settled)) return [];
    const found = standOf(roster, orgId, row);
    // The others see what was chosen in a request, too.
    if (word && found.choice === null && word.away !== (row.chosen === 'away'))
      sayPresence(kernel.bus, {
        orgId,
        personId: id,
        away: row.chosen === 'away',
        since: Math.max(row.chosen_at.getTime(), word.since + 1),
      });
    return [found];
  });
  const isNew = (personId: string, presence: string, why: unknown): boolean => {
    const agent = mind.state.slots.get(personId)?.agent;
    return agent?.presence !== presence || (presence === 'away' && agent.reason !== why);
  };
  return {
    stands: seen.flatMap(({ stand }) =>
      isNew(stand.personId, stand.presence, stand.reasonId) ||
      mind.agents.get(stand.personId)?.presence !== stand.presence
        ? [stand]
        : [],
    ),
    choices: seen.flatMap(({ choice }) => choice ?? []),
  };
}

/** What was stored of people is known from now on. */
function remember(mind: Mind, { stands, choices, away, at }: Batch): void {
  for (const { personId, presence } of stands) {
    const row = mind.agents.get(personId);
    if (row) row.presence = presence;
  }
  for (const { personId, chosen, reasonId, reason, at: since } of choices) {
    const row = mind.agents.get(personId);
    if (row) Object.assign(row, { chosen, reason_id: reasonId, reason, chosen_at: since });
  }
  for (const personId of away) {
    const row = mind.agents.get(personId);
    const why = { chosen: 'away', reason_id: null, reason: 'missed_offers', chosen_at: at, presence: 'away' };
    if (row) Object.assign(row, why);
  }
}

function complain({ kernel, orgId }: Desk, decisions: readonly Decision[]): void {
  for (const one of decisions)
    if (one.type === 'refuse')
      kernel.log.warn('the router refused what the rows say', { orgId, event: one.event, why: one.why });
}
