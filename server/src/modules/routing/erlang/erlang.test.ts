import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB } from './loss.ts';
import { erlangA, type Impatient, inLineBeyond, inLineQuantile, servedWithin } from './patience.ts';
import { answeredWithin, erlangC, meanWait, waitBeyond, waitQuantile } from './queue.ts';
import { agentsFor, agentsForImpatient, linesForLoss } from './staffing.ts';

const near = (got: number, want: number, error = 1e-9): void => {
  expect(Math.abs(got - want)).toBeLessThanOrEqual(error * Math.abs(want));
};

const digits = 10n ** 60n;
/** A whole ratio as a number: exact to the last bit but one, however small. */
const ratio = (above: bigint, below: bigint): number => {
  const shift = BigInt(Math.max(0, below.toString().length - above.toString().length));
  return Number((above * digits * 10n ** shift) / below / 10n ** 40n) / 1e20 / 10 ** Number(shift);
};

/** Weights of the states 0…n, times a common factor, without any rounding; the load is above/below Erlang. */
function exactWeights(agents: number, above: bigint, below: bigint): { free: bigint; full: bigint } {
  let [free, full] = [0n, 1n];
  for (let n = 1n; n <= BigInt(agents); n += 1n) [free, full] = [(free + full) * n * below, full * above];
  return { free, full };
}

/** Erlang A summed state by state in whole numbers of 60 digits behind the point, all rates whole. */
function exactA(agents: number, { rate, service, giveUp }: Record<'rate' | 'service' | 'giveUp', bigint>) {
  const { free, full } = exactWeights(agents, rate, service);
  let [term, line, waiting] = [digits, digits, 0n];
  for (let j = 1n; term > 0n; j += 1n) {
    term = (term * rate) / (BigInt(agents) * service + j * giveUp);
    line += term;
    waiting += term * j;
  }
  const all = line * full + free * digits;
  return { waits: ratio(line * full, all), abandons: ratio(waiting * full * giveUp, all * rate) };
}

const calls: Impatient = { rate: 48, handling: 1, agents: 50, patience: 2 };

describe('known answers', () => {
  it('48 calls a minute, one minute each, 50 agents', () => {
    expect(erlangC(50, 48)).toBeCloseTo(0.6945, 4);
    expect(meanWait(calls) * 60).toBeCloseTo(20.83, 2);
    expect(erlangA(calls).abandons).toBeCloseTo(0.0309, 4);
    expect(erlangA(calls).meanWait * 60).toBeCloseTo(3.71, 2);
  });

  it('10 Erlang, 14 agents, 180 s', () => {
    const traffic = { rate: 10 / 180, handling: 180, agents: 14 };
    expect(erlangC(14, 10)).toBeCloseTo(0.1741, 4);
    expect(answeredWithin(traffic, 20)).toBeCloseTo(0.8884, 4);
    expect(meanWait(traffic)).toBeCloseTo(7.84, 2);
    expect(agentsFor(traffic, { within: { share: 0.88, time: 20 } })).toBe(14);
    expect(agentsFor(traffic, { within: { share: 0.89, time: 20 } })).toBe(15);
  });

  /** Erlang carried at a loss of 1 %, as every table of traffic prints them. */
  it.each([
    [1, 0.0101],
    [2, 0.1526],
    [3, 0.4555],
    [5, 1.3608],
    [10, 4.4612],
    [20, 12.031],
    [30, 20.337],
    [50, 37.901],
    [100, 84.064],
  ])('%s lines carry %s Erlang at 1 %% loss', (lines, load) => {
    expect(Math.abs(erlangB(lines, load) - 0.01)).toBeLessThan(5e-5);
    expect(linesForLoss(load * 0.999, 0.01)).toBe(lines);
    expect(linesForLoss(load * 1.002, 0.01)).toBe(lines + 1);
  });
});

/** Erlang carried at a loss of 2 and 5 %, and shares that wait, as tables and text-books print them; closed forms. */
describe('other tables', () => {
  it.each([
    [1, 0.0204, 0.0526],
    [2, 0.223, 0.381],
    [3, 0.602, 0.899],
    [5, 1.66, 2.22],
    [10, 5.08, 6.22],
    [20, 13.2, 15.2],
    [30, 21.9, 24.8],
    [50, 40.3, 44.5],
    [100, 88, 95.2],
  ])('%s lines carry %s Erlang at 2 %% loss, %s at 5 %%', (lines, two, five) => {
    // Three digits of the load are printed.
    const bounds = (load: number) => [load * (1 - 6e-3), load * (1 + 6e-3)].map((one) => erlangB(lines, one));
    for (const [load, loss] of [[two, 0.02] as const, [five, 0.05] as const]) {
      const [low = 1, high = 0] = bounds(load);
      expect([low < loss, loss < high]).toEqual([true, true]);
    }
  });

  it.each([
    [2, 1, 1 / 3],
    [3, 2, 4 / 9],
    [4, 3, 27 / 53],
    [3, 1, 1 / 11],
    [1, 0.25, 0.25],
  ])('of %s agents at %s Erlang a share of %s waits', (agents, load, waits) => {
    near(erlangC(agents, load), waits, 1e-14);
  });

  it.each([0.1, 1, 7, 300])('the closed forms of one and two lines at %s Erlang', (load) => {
    near(erlangB(1, load), load / (1 + load), 1e-14);
    near(erlangB(2, load), (load * load) / (2 + 2 * load + load * load), 1e-14);
    // One agent, patience as long as a call: Poisson weights, so the share that gives up has a closed form.
    const { abandons } = erlangA({ rate: load, handling: 1, agents: 1, patience: 1 });
    near(abandons, 1 - -Math.expm1(-load) / load, 1e-12);
  });
});

describe('against whole numbers without rounding', () => {
  it.each([
    [1, 1n, 3n],
    [5, 7n, 2n],
    [60, 55n, 1n],
    [60, 599n, 10n],
    [500, 2n, 1n],
    [1000, 999n, 1n],
    [5000, 4900n, 1n],
    [5000, 4999n, 1n],
    [5000, 9000n, 1n],
    [5000, 4000n, 1n],
  ])('B and C of %s agents at %s/%s Erlang', (agents, above, below) => {
    const { free, full } = exactWeights(agents, above, below);
    const load = Number(above) / Number(below);
    const wanted = ratio(full, free + full);
    if (wanted > 1e-300) near(erlangB(agents, load), wanted, 1e-11);
    else expect(erlangB(agents, load)).toBeLessThan(1e-300);
    if (load >= agents || wanted < 1e-300) return;
    const n = BigInt(agents) * below;
    near(erlangC(agents, load), ratio(n * full, (n - above) * free + n * full), 1e-11);
  });

  it.each([
    [48n, 2n, 24, 1n],
    [48n, 1n, 50, 3n],
    [200n, 1n, 50, 1n],
    [10n, 1n, 60, 7n],
    [4900n, 1n, 5000, 1n],
    [5100n, 1n, 5000, 2n],
    [9000n, 1n, 5000, 1n],
    [20_000n, 3n, 5000, 1n],
  ])('A at %s calls, %s served each, %s agents, %s give up each', (rate, service, agents, giveUp) => {
    const traffic = {
      rate: Number(rate),
      handling: 1 / Number(service),
      agents,
      patience: 1 / Number(giveUp),
    };
    const wanted = exactA(agents, { rate, service, giveUp });
    near(erlangA(traffic).waits, wanted.waits, 1e-10);
    near(erlangA(traffic).abandons, wanted.abandons, 1e-10);
  });
});

/** Simpson's rule. */
function integral(density: (v: number) => number, from: number, to: number): number {
  const steps = 20_000;
  const width = (to - from) / steps;
  let sum = density(from) + density(to);
  for (let i = 1; i < steps; i += 1) sum += density(from + i * width) * (i % 2 ? 4 : 2);
  return (sum * width) / 3;
}

/** The share of calls answered within a time, by the density of the wait that Palm gives, added up in small steps. */
function servedByQuadrature({ rate, handling, agents, patience }: Impatient, time: number): number {
  const log = (v: number) => rate * patience * -Math.expm1(-v / patience) - (agents / handling) * v;
  const peak = Math.max(0, log(patience * Math.log(Math.max(1, (rate * handling) / agents))));
  let until = time;
  while (log(until) > peak - 60) until *= 2;
  const density = (v: number) => rate * Math.exp(log(v));
  const all = integral(density, 0, time) + integral(density, time, until);
  const served = integral((v) => density(v) * Math.exp(-v / patience), 0, time);
  // All states with a free agent, against the one with a single free agent.
  const free = ((1 / erlangB(agents, rate * handling) - 1) * rate * handling) / agents;
  return (free + served) / (free + all);
}

it.each([0.05, 0.3, 1, 3])('Erlang A answers within %s as its density says', (time) => {
  const large = { rate: 4950, handling: 1, agents: 5000, patience: 2 };
  for (const traffic of [calls, { ...calls, rate: 70 }, large, { ...large, rate: 5100 }]) {
    near(servedWithin(traffic, time), servedByQuadrature(traffic, time), 1e-9);
  }
});

const traffics = fc.record({
  rate: fc.double({ min: 0.01, max: 500, noNaN: true }),
  handling: fc.double({ min: 0.01, max: 5, noNaN: true }),
  agents: fc.integer({ min: 1, max: 800 }),
  patience: fc.double({ min: 0.05, max: 20, noNaN: true }),
});
const times = fc.double({ min: 0, max: 10, noNaN: true });

describe('properties', () => {
  it('more agents never make it worse, more load never better', () => {
    fc.assert(
      fc.property(traffics, times, (traffic, time) => {
        const more = { ...traffic, agents: traffic.agents + 1 };
        const load = traffic.rate * traffic.handling;
        expect(erlangB(more.agents, load)).toBeLessThanOrEqual(erlangB(traffic.agents, load));
        expect(erlangC(more.agents, load)).toBeLessThanOrEqual(erlangC(traffic.agents, load));
        expect(erlangC(traffic.agents, load)).toBeGreaterThanOrEqual(erlangB(traffic.agents, load));
        expect(erlangA(more).abandons).toBeLessThanOrEqual(erlangA(traffic).abandons * (1 + 1e-12));
        expect(erlangA(traffic).waits).toBeLessThanOrEqual(erlangC(traffic.agents, load) * (1 + 1e-12));
        expect(servedWithin(more, time)).toBeGreaterThanOrEqual(servedWithin(traffic, time) - 1e-12);
        const busier = { ...traffic, rate: traffic.rate * 1.1 };
        expect(erlangA(busier).abandons).toBeGreaterThanOrEqual(erlangA(traffic).abandons * (1 - 1e-12));
      }),
      { numRuns: 300 },
    );
  });

  it('shares stay shares, and fall with time', () => {
    fc.assert(
      fc.property(traffics, times, (traffic, time) => {
        const [beyond, later] = [inLineBeyond(traffic, time), inLineBeyond(traffic, time + 0.1)];
        expect(beyond).toBeGreaterThanOrEqual(0);
        expect(later).toBeLessThanOrEqual(beyond);
        expect(beyond).toBeLessThanOrEqual(waitBeyond(traffic, time) + 1e-12);
        expect(servedWithin(traffic, time) + beyond).toBeLessThanOrEqual(1 + 1e-12);
        near(inLineBeyond(traffic, 0), erlangA(traffic).waits);
        // In the end everybody is answered or has given up.
        near(servedWithin(traffic, 1e6), 1 - erlangA(traffic).abandons, 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('quantiles and staffing are what they invert', () => {
    const parts = fc.double({ min: 0.05, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(traffics, parts, (traffic, part) => {
        const time = inLineQuantile(traffic, part);
        if (time > 0) near(inLineBeyond(traffic, time), 1 - part, 1e-7);
        const patient = waitQuantile(traffic, part);
        if (patient > 0 && patient < Number.POSITIVE_INFINITY) near(waitBeyond(traffic, patient), 1 - part);
        const target = { within: { share: part, time: 0.2 } };
        const agents = agentsForImpatient(traffic, target);
        expect(servedWithin({ ...traffic, agents }, 0.2)).toBeGreaterThanOrEqual(part);
        if (agents > 0) expect(servedWithin({ ...traffic, agents: agents - 1 }, 0.2)).toBeLessThan(part);
      }),
      { numRuns: 100 },
    );
  });

  it('patience without end is Erlang C', () => {
    near(erlangA({ ...calls, patience: 2e6 }).waits, erlangC(50, 48), 1e-4);
  });
});

describe('what is no traffic', () => {
  it.each([
    () => erlangB(-1, 1),
    () => erlangB(1.5, 1),
    () => erlangB(1e9, 1),
    () => erlangB(1, Number.NaN),
    () => erlangC(3, -1),
    () => erlangC(Number.POSITIVE_INFINITY, 1),
    () => meanWait({ rate: 1, handling: 0, agents: 1 }),
    () => waitQuantile(calls, 1),
    () => erlangA({ ...calls, patience: 0 }),
    () => erlangA({ ...calls, patience: 1e300 }),
    () => servedWithin(calls, -1),
    () => linesForLoss(1, 0),
    () => linesForLoss(1e300, 0.01),
    () => agentsFor(calls, { meanWait: Number.NaN }),
  ])('%s is refused', (call) => expect(call).toThrow(RangeError));

  it('nobody calls, nobody answers', () => {
    expect([erlangB(0, 0), erlangB(0, 5), erlangB(5, 0), erlangC(5, 0), erlangC(0, 0)]).toEqual([
      1, 1, 0, 0, 1,
    ]);
    expect(meanWait({ rate: 3, handling: 1, agents: 3 })).toBe(Number.POSITIVE_INFINITY);
    expect(erlangA({ ...calls, rate: 0 }).waits).toBe(0);
    near(erlangA({ ...calls, agents: 0 }).abandons, 1);
    expect(servedWithin({ ...calls, agents: 0 }, 5)).toBe(0);
    expect(agentsFor({ rate: 0, handling: 1 }, { within: { share: 0.9, time: 1 } })).toBe(1);
  });
});
