import { meet } from './groups.ts';
import { emptyHeap } from './heap.ts';
import type { Stage } from './stage.ts';
import type { Demand, Line, RouterState } from './state.ts';
import type { Item } from './types.ts';

/** So many demands are remembered; those without items are dropped beyond it. */
const mostDemands = 4096;

/** The demand of an item at a stage; made when it is the first of its kind. */
export function demandFor(state: RouterState, item: Item, stage: Stage): Demand {
  const pushed = state.queues.get(item.queue)?.mode !== 'pull';
  const [own = '', ...others] = stage.queues;
  const queues = [own, ...others.sort()];
  const skills = [...stage.skills].sort((a, b) => (a.skill < b.skill ? -1 : 1));
  const asked = skills.map(({ skill, level }) => [skill, level]);
  const key = JSON.stringify([queues, item.class, item.channel, asked, item.weight, pushed]);
  const known = state.demands.get(key);
  if (known) return known;
  if (state.demands.size >= mostDemands) dropEmpty(state);
  const { class: of, channel, weight } = item;
  const demand: Demand = {
    ...{ key, queues, class: of, channel, skills, weight, pushed },
    ...{ waiting: 0, lines: new Map(), groups: new Set() },
  };
  state.demands.set(key, demand);
  for (const group of state.groups.values()) meet(demand, group);
  return demand;
}

/** The line of a demand with the same agents left out, or kept for the same one. */
export function lineFor(demand: Demand, tried: string[], keptFor: string | null): Line {
  const key = JSON.stringify([keptFor, tried]);
  let line = demand.lines.get(key);
  if (!line) {
    line = { key, demand, keptFor, tried, heap: emptyHeap() };
    demand.lines.set(key, line);
  }
  return line;
}

function dropEmpty(state: RouterState): void {
  for (const demand of [...state.demands.values()]) {
    if (demand.waiting > 0) continue;
    state.demands.delete(demand.key);
    for (const group of demand.groups) group.demands.delete(demand);
  }
}
