import { erlangA } from '../../../../server/src/modules/routing/index.ts';
import { chanceOf } from '../identity/chance.ts';
import { exponential } from './chance.ts';
import { agentWith, plainQueue, workOf } from './parts.ts';
import { type Arrival, simulate } from './simulate.ts';

const minute = 60_000;

/** Calls of so many skills, one asked by each call, against agents who have some of them. One minute each. */
export type SkillCase = {
  agents: number;
  skills: number;
  each: number;
  /** Erlang. */
  load: number;
  /** Mean, in handling times. */
  patience: number;
  calls: number;
  seed: number;
};

export type SkillOutcome = {
  abandons: number;
  /** Abandonment of all agents with all skills (Erlang A). */
  reference: number;
  ratio: number;
  /** Standard error of the ratio, by twenty stretches of the run. */
  error: number;
  meanWait: number;
  /** Most occupied agent ÷ least occupied. */
  fairness: number;
};

/** Every choice of `each` among the skills, in order. */
function choices(skills: number, each: number): number[][] {
  if (each === 0) return [[]];
  return Array.from({ length: skills }, (_, last) => last).flatMap((last) =>
    choices(last, each - 1).map((rest) => [...rest, last]),
  );
}

function* callsOf({ calls, load, skills, patience, seed }: SkillCase): Generator<Arrival, undefined> {
  const chance = chanceOf(seed);
  let at = 0;
  for (let n = 0; n < calls; n += 1) {
    at += exponential(chance, minute / load);
    const skill = `s${chance.below(skills)}`;
    yield {
      at,
      work: workOf(`c${n}`, at, { skills: [{ skill, level: 1 }] }),
      handling: exponential(chance, minute),
      patience: exponential(chance, patience * minute),
    };
  }
  return undefined;
}

/** Runs a case: every choice of skills falls to equally many agents, as far as the numbers go. */
export function runSkills(one: SkillCase): SkillOutcome {
  const sets = choices(one.skills, one.each);
  const agents = Array.from({ length: one.agents }, (_, n) =>
    agentWith(
      `a${n}`,
      (sets[n % sets.length] ?? []).map((skill) => `s${skill}`),
    ),
  );
  const warm = one.calls / 50;
  const stretches = Array.from({ length: 20 }, () => ({ gone: 0, all: 0 }));
  let [waited, counted] = [0, 0];
  const note = (id: string, wait: number, gone: number): void => {
    const n = Number(id.slice(1));
    const stretch = stretches[Math.floor((20 * n) / one.calls)];
    if (n < warm || !stretch) return;
    stretch.all += 1;
    stretch.gone += gone;
    waited += wait;
    counted += 1;
  };
  const { busy } = simulate(
    { queues: [plainQueue('calls')], agents, arrivals: callsOf(one) },
    { began: ({ id }, wait) => note(id, wait, 0), gaveUp: ({ id }, wait) => note(id, wait, 1) },
  );
  const gone = stretches.reduce((sum, stretch) => sum + stretch.gone, 0);
  const abandons = gone / counted;
  const reference = erlangA({ ...one, rate: one.load, handling: 1 }).abandons;
  const spread = stretches.reduce((sum, { gone: g, all }) => sum + (g / all - abandons) ** 2, 0);
  const times = [...busy.values()];
  return {
    abandons,
    reference,
    ratio: abandons / reference,
    error: Math.sqrt(spread / 20 / 19) / reference,
    meanWait: waited / counted / 1000,
    fairness: Math.max(...times) / Math.min(...times),
  };
}
