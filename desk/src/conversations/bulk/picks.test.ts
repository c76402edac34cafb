import { beforeEach, expect, it } from 'vitest';
import { clearPicks, pickAll, pickRange, picks, togglePick } from './picks.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const picked = () => [...picks.get().ids].sort().join('');
beforeEach(clearPicks);

it('picks one, and lets it go', () => {
  togglePick('b');
  togglePick('d');
  expect(picked()).toBe('bd');
  togglePick('b');
  expect(picked()).toBe('d');
});

it('picks a stretch from the last one, either way', () => {
  togglePick('b');
  pickRange(order, 'd');
  expect(picked()).toBe('bcd');
  pickRange(order, 'a');
  expect(picked()).toBe('abcd');
});

it('a stretch without a beginning, or whose beginning has left the list, is one', () => {
  pickRange(order, 'c');
  expect(picked()).toBe('c');
  clearPicks();
  togglePick('gone');
  pickRange(order, 'c');
  expect(picked()).toBe('cgone');
});

it('all of them is over when one is let go', () => {
  pickAll(order, true);
  expect(picks.get().all).toBe(true);
  togglePick('a');
  expect([picks.get().all, picked()]).toEqual([false, 'bcde']);
});
