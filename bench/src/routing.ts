import {
  agentsForImpatient,
  erlangC,
  meanWait,
  servedWithin,
} from '../../server/src/modules/routing/index.ts';
import { finish, percentile, round, say, sized } from './lib/report.ts';
import { type Blend, runBlend, type Sizes } from './lib/routing/blended.ts';
import {
  againstErlang,
  corrected,
  type Estimate,
  runSkills,
  type SkillOutcome,
} from './lib/routing/skills.ts';
import { measureChoice, measureRebuild, measureSpeed } from './lib/routing/speed.ts';
import { runTold } from './lib/routing/told.ts';

/**
 * The production router in simulated time against the formulas of waiting lines: what is lost when not everybody can do
 * everything, what pausable work costs those who wait, how fairly work falls, how long a decision takes.
 */
const goals = { two: 1.65, three: 1.25, wait: 1.05, utilisation: 0.98, fairness: 1.1, p99: 1000, told: 0.8 };
const agents = 60;
const loads = [50, 55, 60];
const fairest: number[] = [];

const shown = ({ ratio, error }: Estimate): string => `${round(ratio)} ± ${round(error)}`;

/** Skills per agent; the verdict goes by the corrected ratio. */
function skillTable(skills: number, calls: number): Map<string, number> {
  say(`\n${skills} skills, ${agents} agents, every choice of k skills equally often, ${calls} calls each`);
  say('load  k    given up   ÷ Erlang A      corrected by all skills   wait     occupancy max ÷ min');
  const ratios = new Map<string, number>();
  for (const load of loads) {
    const run = (each: number): SkillOutcome =>
      runSkills({ agents, skills, each, load, patience: 2, calls, seed: 2026 });
    const all = run(skills);
    for (const each of [1, 2, 3, skills]) {
      const one = each === skills ? all : run(each);
      const plain = againstErlang(one);
      const better = corrected(one, all);
      ratios.set(`${each} at ${load}`, each === skills ? plain.ratio : better.ratio);
      fairest.push(one.fairness);
      const columns = [
        String(load).padEnd(5),
        (each === skills ? 'all' : String(each)).padEnd(4),
        `${round(100 * one.abandons, 3)} %`.padEnd(10),
        shown(plain).padEnd(15),
        shown(better).padEnd(25),
        `${round(one.meanWait)} s`.padEnd(8),
        round(one.fairness, 3),
      ];
      say(columns.join(' '));
    }
  }
  return ratios;
}

/** Mean wait, utilisation and fairness of the three arms, with the same contacts. */
function blendTable(sizes: Sizes): { wait: number; utilisation: number } {
  const traffic = { rate: sizes.load / sizes.handling, handling: sizes.handling, agents: sizes.agents };
  const waits = round(100 * erlangC(sizes.agents, sizes.load), 1);
  say(`\n${sizes.agents} agents, ${sizes.load} Erlang of contacts of ${sizes.handling} s, none gives up;`);
  say(
    `deferred work of ${sizes.deferred} s without end. Erlang C: ${round(meanWait(traffic))} s, ${waits} % wait`,
  );
  const run = (blend: Blend) => {
    const one = runBlend(sizes, blend, 2026);
    say(
      `${blend.padEnd(16)} wait ${`${round(one.wait)} s`.padEnd(8)} utilisation ${round(100 * one.utilisation, 1)} %  ` +
        `deferred ${round(one.deferredPerHour, 0)}/h  occupancy max ÷ min ${round(one.fairness, 3)}`,
    );
    fairest.push(one.fairness);
    return one;
  };
  const alone = run('alone');
  const pausable = run('pausable');
  run('uninterruptible');
  return { wait: pausable.wait / alone.wait, utilisation: pausable.utilisation };
}

/** How often those who wait are told the right interval: small and large houses, steady and by the hours of a day. */
function toldTable(): number {
  say('\nwho waits is told how long: right (goal four in five), shorter, longer, width in minutes');
  const hours = [0.7, 0.9, 1.05, 1.1, 0.9, 0.8, 1, 1.1, 1, 0.9, 0.7, 0.6];
  const day = (agents: number) => (nth: number) => agents * (hours[nth - 8] ?? 0.3);
  const days = sized(40, 8);
  const cases = [
    { agents: 3, handling: 10, patience: 30, load: day(2.8), days: days * 3 },
    { agents: 4, handling: 8, patience: 10, load: () => 3.8, days },
    { agents: 10, handling: 8, patience: 20, load: day(9.5), days },
    { agents: 10, handling: 5, patience: 6, load: () => 10, days },
    { agents: 30, handling: 6, patience: 10, load: day(29), days: days / 2 },
  ];
  const shares = cases.map((one) => {
    const told = runTold({ ...one, seed: 2026 });
    const percent = (part: number) => `${round(100 * (part / told.judged), 1)} %`;
    say(
      `${String(one.agents).padEnd(3)} agents, ${one.handling} min each, patience ${one.patience} min: right ${percent(told.right)}, ` +
        `shorter ${percent(told.shorter)}, longer ${percent(told.longer)}, width ${round(told.width, 1)}, told ${round((100 * told.told) / told.waited, 0)} %`,
    );
    return told.right / told.judged;
  });
  return Math.min(...shares);
}

function speedTable(): number {
  const full = measureSpeed(1000, 10_000, sized(50_000, 10_000));
  const free = measureChoice(1000, sized(20_000, 5000));
  const show = (name: string, one: typeof full) => {
    const parts = [`p50 ${round(one.p50, 0)}`, `p99 ${round(one.p99, 0)}`, `most ${round(one.most, 0)}`];
    say(`${name.padEnd(42)} ${parts.join('  ')} µs; p99 of a single run ${round(one.onceP99, 0)} µs`);
  };
  say('');
  show('an event, 1,000 agents × 10,000 waiting', full);
  show('an arrival, 1,000 agents, all free', free);
  say(`building 1,000 agents × 10,000 items of rows: ${round(measureRebuild(1000, 10_000), 0)} ms`);
  return Math.max(full.p99, free.p99);
}

/** What the formulas are for: agents for a promise, for a firm that plans its shifts. */
function staffingLine(): void {
  const traffic = { rate: 50 / 180, handling: 180, patience: 120 };
  const needed = agentsForImpatient(traffic, { within: { share: 0.8, time: 20 } });
  const level = servedWithin({ ...traffic, agents: needed }, 20);
  say(
    `\n50 Erlang of 180 s, patience 120 s: ${needed} agents answer ${round(100 * level, 1)} % within 20 s (Erlang A)`,
  );
}

const five = skillTable(5, sized(300_000, 40_000));
const six = skillTable(6, sized(100_000, 15_000));
const contacts = sized(300_000, 60_000);
const blends = [
  { agents: 10, load: 7, handling: 60, deferred: 600, contacts },
  { agents: 20, load: 14, handling: 300, deferred: 360, contacts },
].map(blendTable);
const told = toldTable();
const p99 = speedTable();
staffingLine();

const worst = (of: Map<string, number>, each: number): number =>
  Math.max(...loads.map((load) => of.get(`${each} at ${load}`) ?? Number.NaN));
const wait = Math.max(...blends.map((one) => one.wait));
const utilisation = Math.min(...blends.map((one) => one.utilisation));
const fairness = percentile(fairest, 1);
finish({
  bench: 'routing',
  ratio: round(worst(five, 3)),
  goal: `given up ≤ ${goals.three} × Erlang A with 3 skills of 5, ≤ ${goals.two} × with 2; wait ≤ ${goals.wait} × at ≥ ${goals.utilisation}; p99 ≤ 1 ms; fairness ≤ ${goals.fairness}; told right ≥ ${100 * goals.told} %`,
  ok:
    worst(five, 3) <= goals.three &&
    worst(five, 2) <= goals.two &&
    wait <= goals.wait &&
    utilisation >= goals.utilisation &&
    p99 <= goals.p99 &&
    fairness <= goals.fairness &&
    told >= goals.told,
  two: round(worst(five, 2)),
  one: round(worst(five, 1)),
  ofSixThree: round(worst(six, 3)),
  ofSixTwo: round(worst(six, 2)),
  allAgainstErlangA: round(worst(five, 5)),
  wait: round(wait, 3),
  utilisation: round(utilisation, 3),
  fairness: round(fairness, 3),
  toldRight: round(told, 3),
  p99Micros: round(p99, 0),
});
