import { fateOf } from './hand-over/fate.ts';
import { partition } from './hand-over/rules.ts';
import type { AgentRow } from './rows/agent.ts';
import { type ItemRow, isHandOver } from './rows/item.ts';
import { queueOf } from './rows/queue.ts';
import { changesHands, fitting, isStray, moveOf, quickerIn } from './runner/fitting.ts';
import { changesOf, decide, freshMind, learn, learnAll, silentIn } from './runner/mind.ts';
import { completeAsk, endAsk } from './simulated-asks.ts';
import { lockedAgents, settleTalk } from './simulated-talks.ts';
import {
  belongs,
  loadOf,
  type Pending,
  pick,
  queues,
  type Router,
  type World,
  write,
} from './simulated-world.ts';

/** The routers of the races in memory: they read late, decide, and store only after others have written. */

const nothing = (): Pending => ({ changes: [], away: [] });
const awayIn = (decisions: ReturnType<typeof decide>): string[] =>
  decisions.flatMap((one) => (one.type === 'set_away' ? [one.agent] : []));

/** A router that has read everything. */
export function aRouter(world: World): Router {
  const mind = freshMind(null);
  const [agents, items] = [[...world.agents.values()], [...world.rows.values()]];
  const silences = new Map([...queues.keys()].map((id) => [id, 60_000]));
  const known = { queues: [...queues.values()].map(queueOf), agents, items, silences };
  const decisions = decide(mind, learnAll(mind, known, world.now), world.now);
  const changes = changesOf(mind, decisions, new Set());
  return {
    mind,
    news: new Set(),
    people: new Set(world.agents.keys()),
    pending: { changes, away: awayIn(decisions) },
  };
}

/** A router reads what it has heard of, and decides; nothing is stored yet. */
export function think(world: World, router = pick(world, world.routers) as Router): void {
  if (router.pending.changes.length + router.pending.away.length > 0) return;
  const { mind } = router;
  const ids = [...router.news];
  const items = ids.flatMap((id) => world.rows.get(id) ?? []);
  const gone = ids.filter((id) => !world.rows.has(id));
  router.news.clear();
  const decisions = decide(mind, [learn(mind, { agents: [], items, gone }, world.now)], world.now);
  const people = new Set(router.people);
  for (const agent of people) {
    const { presence } = world.agents.get(agent) as AgentRow;
    decisions.push(...decide(mind, [{ type: 'presence', agent, presence }], world.now));
  }
  router.people.clear();
  decisions.push(...decide(mind, [{ type: 'tick' }], world.now));
  router.pending = { changes: changesOf(mind, decisions, people), away: awayIn(decisions) };
}

/** What it decided is stored, as far as the rows still are what it knew: as `storeDecisions` does, in its order. */
export function store(world: World, router = pick(world, world.routers) as Router): void {
  const { changes, away } = router.pending;
  router.pending = nothing();
  const agents = lockedAgents(world);
  const loads = new Map([...agents.keys()].map((id) => [id, loadOf(world, id)]));
  const stray = changes.filter((one) => isStray(one, world.talks));
  const fit = fitting(changes, { rows: world.rows, agents, loads, stray: new Set(stray) });
  const quicker = quickerIn(changes, world.rows);
  judgeAway(world, { changes, away: away.filter((id) => !quicker.has(id)) });
  const [asks, plain] = partition(fit, (one) => isHandOver(one.known));
  const at = new Date(world.now);
  const stored = new Set<string>();
  for (const change of asks) {
    const fate = fateOf(change, at);
    if ('end' in fate) endAsk(world, change.known);
    else if ('takenBy' in fate) completeAsk(world, change.known, fate.takenBy);
    else if (write(world, fate.store, change.known.agent_id)) stored.add(change.known.id);
  }
  for (const change of plain) {
    const { known } = change;
    const move = moveOf(change, at);
    if (!write(world, move, known.agent_id)) continue;
    stored.add(known.id);
    if (changesHands(change))
      belongs(world, known.conversation_id, move.after.state === 'active' ? move.after.agent_id : null);
  }
  finish(world, router, { changes, away: away.filter((id) => !quicker.has(id)), stored, quicker });
  for (const { known } of stray) if (known.conversation_id !== null) settleTalk(world, known.conversation_id);
}

type Done = Pending & { stored: ReadonlySet<string>; quicker: ReadonlySet<string> };

/** What was stored is known; the rest is read anew, and who was set away is so for everybody. */
function finish(world: World, router: Router, { changes, away, stored, quicker }: Done): void {
  for (const { known } of changes) {
    if (stored.has(known.id)) {
      router.mind.rows.set(known.id, world.rows.get(known.id) as ItemRow);
      router.news.delete(known.id);
    } else router.news.add(known.id);
  }
  for (const id of away) {
    (world.agents.get(id) as AgentRow).presence = 'away';
    for (const one of world.routers) one.people.add(id);
  }
  for (const id of quicker) router.people.add(id);
  world.report.refused += changes.length - stored.size;
}

/** The judge: who has what they were offered has missed nothing. */
function judgeAway(world: World, { changes, away }: Pending): void {
  for (const agent of away) {
    const has = changes.some(({ known, decisions }) => {
      const row = world.rows.get(known.id);
      const passed = decisions.some(
        (one) => one.type === 'return' && one.why === 'timed_out' && one.agent === agent,
      );
      return passed && row?.agent_id === agent && row.state === 'active';
    });
    if (has) world.report.wronged += 1;
  }
}

/** A router dies with what it had decided, and another one begins from the rows. */
export function crash(world: World): void {
  if (world.random() > 0.05) return;
  world.report.crashes += 1;
  world.routers[world.random() < 0.5 ? 0 : 1] = aRouter(world);
}

/** What a router finds to be over: asking nobody was found for in time, customers who say nothing. */
export function overdue(world: World, router = pick(world, world.routers)): void {
  if (!router) return;
  const { over, due } = silentIn(router.mind, world.now);
  for (const id of over) {
    const row = world.rows.get(id);
    if (row?.state === 'waiting' && row.ends_at && row.ends_at.getTime() <= world.now) endAsk(world, row);
    router.news.add(id);
  }
  for (const talkId of due) {
    settleTalk(world, talkId);
    for (const row of router.mind.rows.values()) if (row.conversation_id === talkId) router.news.add(row.id);
  }
}
