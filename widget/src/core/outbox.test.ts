import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepOf } from './keep.ts';
import { dropUnsent, nextWaiting, putUnsent, readOutbox, type Unsent, verdictOf } from './outbox.ts';
import { pauseBefore } from './schedule.ts';

/** A Storage over a Map: what `Object.keys(localStorage)` gives in a browser comes from own enumerable keys. */
function storage(): Storage {
  const values: Record<string, string> = {};
  return new Proxy(values, {
    get: (_, name) => {
      if (name === 'getItem') return (key: string) => values[key] ?? null;
      if (name === 'setItem')
        return (key: string, value: string) => void Object.assign(values, { [key]: value });
      if (name === 'removeItem') return (key: string) => void delete values[key];
      return undefined;
    },
  }) as unknown as Storage;
}
const entry = (clientId: string, at: number, changes: Partial<Unsent> = {}): Unsent => ({
  clientId,
  at,
  text: clientId,
  files: [],
  state: 'waiting',
  ...changes,
});

describe('outbox', () => {
  it('survives in storage and is read by another tab, oldest first', () => {
    const area = storage();
    const [one, other] = [keepOf('inbox', () => area), keepOf('inbox', () => area)];
    putUnsent(one, entry('b', 2));
    putUnsent(other, entry('a', 1));
    expect(readOutbox(one, 3).map((unsent) => unsent.clientId)).toEqual(['a', 'b']);
    dropUnsent(other, 'a');
    expect(readOutbox(one, 3).map((unsent) => unsent.clientId)).toEqual(['b']);
    expect(
      readOutbox(
        keepOf('elsewhere', () => area),
        3,
      ),
    ).toEqual([]);
  });

  it('works in memory where the page may not store', () => {
    const keep = keepOf('inbox', () => {
      throw new Error('SecurityError');
    });
    putUnsent(keep, entry('a', 1));
    expect(readOutbox(keep, 2)).toHaveLength(1);
    dropUnsent(keep, 'a');
    expect(readOutbox(keep, 2)).toEqual([]);
  });

  it('leaves out what is not ours', () => {
    const area = storage();
    for (const junk of ['', 'null', '[]', '{"clientId":1}', '{"clientId":"x","text":"y"}', '{'])
      area.setItem(`meada:inbox:out:${junk}`, junk);
    expect(
      readOutbox(
        keepOf('inbox', () => area),
        1,
      ),
    ).toEqual([]);
  });

  it('sends in order, past refused ones, and never what was accepted', () => {
    const entries = [
      entry('a', 1, { state: 'refused' }),
      entry('b', 2, { state: 'accepted' }),
      entry('c', 3),
    ];
    expect(nextWaiting(entries)?.clientId).toBe('c');
    expect(nextWaiting(entries.slice(0, 2))).toBeUndefined();
  });

  it('forgets an accepted message after a day, a waiting one never', () => {
    const area = storage();
    const keep = keepOf('inbox', () => area);
    putUnsent(keep, entry('a', 0, { state: 'accepted' }));
    putUnsent(keep, entry('b', 0));
    expect(readOutbox(keep, 25 * 3600_000).map((unsent) => unsent.clientId)).toEqual(['b']);
  });

  it.each([
    [0, 'again'],
    [401, 'renew'],
    [400, 'refused'],
    [403, 'refused'],
    [408, 'again'],
    [413, 'refused'],
    [422, 'refused'],
    [429, 'again'],
    [500, 'again'],
    [503, 'again'],
  ])('after status %i: %s', (status, verdict) => expect(verdictOf(status)).toBe(verdict));
});

it('pauses grow to half a minute, jittered, never less than a quarter of a second', () => {
  const random = fc.double({ min: 0, max: 0.999, noNaN: true });
  const property = fc.property(fc.nat(100_000), random, (attempt, chance) => {
    const pause = pauseBefore(attempt, chance);
    expect(pause).toBeGreaterThanOrEqual(250);
    expect(pause).toBeLessThanOrEqual(30_000);
    expect(pauseBefore(attempt + 1, 0)).toBeGreaterThanOrEqual(pauseBefore(attempt, 0));
  });
  fc.assert(property);
});
