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
  /** Share that gave up in each of twenty stretches of the run. */
  stretches: number[];
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
  const times = [...busy.values()];
  return {
    abandons,
    reference,
    stretches: stretches.map(({ gone: some, all }) => some / all),
    meanWait: waited / counted / 1000,
    fairness: Math.max(...times) / Math.min(...times),
  };
}

/** A ratio with its standard error. */
export type Estimate = { ratio: number; error: number };

/** A mean with its error, by stretches that are nearly independent of each other. */
function estimate(values: number[]): Estimate {
  const ratio = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, value) => sum + (value - ratio) ** 2, 0);
  return { ratio, error: Math.sqrt(spread / values.length / (values.length - 1)) };
}

/** Share that gave up ÷ Erlang A's. */
export const againstErlang = ({ stretches, reference }: SkillOutcome): Estimate =>
  estimate(stretches.map((share) => share / reference));

/**
 * The same, corrected by the arm in which everybody can do everything: it had the same calls, and what Erlang A says of it
 * is exact, so by how far it is off tells how unlucky the calls were (a control variate; unbiased).
 */
export const corrected = (one: SkillOutcome, all: SkillOutcome): Estimate =>
  estimate(one.stretches.map((share, at) => 1 + (share - (all.stretches[at] ?? 0)) / one.reference));
