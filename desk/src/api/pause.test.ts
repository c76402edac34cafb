import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pauseBefore, untilThere } from './pause.ts';

describe('pauses', () => {
  it('waits longer after each failure, at most twenty seconds, never none', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
        const pause = pauseBefore(tries, random);
        expect(pause).toBeGreaterThanOrEqual(250);
        expect(pause).toBeLessThanOrEqual(20_000);
      }),
    );
    expect(pauseBefore(4, 0.5)).toBeGreaterThan(pauseBefore(1, 0.5));
  });
});

describe('what is asked for until it is there', () => {
  const network = new EventTarget();
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('addEventListener', network.addEventListener.bind(network));
    vi.stubGlobal('removeEventListener', network.removeEventListener.bind(network));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  /** Fails so many times, then answers. */
  const failing = (times: number) => {
    const asked = { times: 0 };
    const ask = async () => {
      asked.times += 1;
      if (asked.times <= times) throw new Error('502');
      return 'texts';
    };
    return { asked, answer: untilThere(ask) };
  };

  it('comes after failures, asked for less and less often', async () => {
    const { asked, answer } = failing(30);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.times).toBeGreaterThan(5);
    expect(asked.times).toBeLessThan(20);
    await vi.advanceTimersByTimeAsync(25 * 20_000);
    expect(await answer).toBe('texts');
    expect(asked.times).toBe(31);
    expect(vi.getTimerCount()).toBe(0);
  });
  it('is asked for at once when the network is back', async () => {
    const { asked, answer } = failing(12);
    await vi.advanceTimersByTimeAsync(60_000);
    const before = asked.times;
    for (let tries = before; tries <= 12; tries += 1) {
      network.dispatchEvent(new Event('online'));
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(await answer).toBe('texts');
    expect(asked.times).toBe(13);
    expect(before).toBeLessThan(13);
  });
});
