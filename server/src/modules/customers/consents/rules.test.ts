import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asked, canWithdraw, decide, type Line } from './rules.ts';

const line = (n: number, change: Partial<Line>): Line => ({
  ...{ n, purpose: 'marketing', channel: null, matchKey: null, state: 'given', at: new Date(n * 1000) },
  ...change,
});
const asked: Asked = { purpose: 'marketing', channel: 'sms', matchKey: 'tel:1' };

describe('what the ledger says', () => {
  it('without a word the basis decides', () => {
    expect(decide([], 'consent', asked)).toEqual({ allowed: false, because: 'missing', since: null });
    expect(decide([], 'legitimate_interest', asked)).toMatchObject({ allowed: true, because: 'basis' });
    expect([canWithdraw('law'), canWithdraw('contract'), canWithdraw('consent')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('the newest line that fits decides, however narrow it is', () => {
    const all = [line(1, { state: 'withdrawn' }), line(2, { channel: 'email' })];
    expect(decide(all, 'consent', asked)).toMatchObject({ allowed: false, because: 'withdrawn' });
    expect(decide(all, 'consent', { ...asked, channel: 'email' })).toMatchObject({ allowed: true });
    expect(
      decide([...all, line(3, { state: 'withdrawn' })], 'consent', { ...asked, channel: 'email' }),
    ).toMatchObject({
      allowed: false,
    });
  });

  it('a word that ends all writing at an address leaves the others, and taking it back gives nothing new', () => {
    const stop = line(2, { purpose: null, matchKey: 'tel:1', state: 'withdrawn' });
    const back = line(3, { purpose: null, matchKey: 'tel:1', state: 'lifted' });
    expect(decide([line(1, {}), stop], 'consent', asked)).toMatchObject({ allowed: false });
    expect(decide([line(1, {}), stop], 'consent', { ...asked, matchKey: 'tel:2' })).toMatchObject({
      allowed: true,
    });
    expect(decide([line(1, {}), stop, back], 'consent', asked)).toMatchObject({
      allowed: true,
      because: 'given',
    });
    expect(decide([stop, back], 'consent', asked)).toMatchObject({ allowed: false, because: 'missing' });
  });

  it('whatever was said before, a withdrawal of everything ends everything', () => {
    const lines = fc.array(
      fc.record({
        purpose: fc.constantFrom('marketing', 'research', null),
        channel: fc.constantFrom('sms', 'email', null),
        matchKey: fc.constantFrom('tel:1', 'tel:2', null),
        state: fc.constantFrom('given' as const, 'withdrawn' as const, 'lifted' as const),
      }),
    );
    fc.assert(
      fc.property(lines, fc.constantFrom('consent' as const, 'law' as const), (said, basis) => {
        const all = said.map((one, n) => line(n, one));
        const end = line(said.length, { purpose: null, state: 'withdrawn' });
        expect(decide([...all, end], basis, asked).allowed).toBe(false);
      }),
    );
  });

  it('order of the list does not matter', () => {
    const all = [line(1, {}), line(2, { state: 'withdrawn' }), line(3, { channel: 'sms' })];
    expect(decide([...all].reverse(), 'consent', asked)).toEqual(decide(all, 'consent', asked));
  });
});
