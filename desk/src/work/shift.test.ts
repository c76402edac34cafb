import { expect, it } from 'vitest';
import { onShift } from './shift.ts';

const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
const shift = {
  from: '2026-03-02T09:00:00Z',
  lastFrom: '2026-03-02T17:45:00Z',
  to: '2026-03-02T18:00:00Z',
};

it.each([
  ['08:59', 'off'],
  ['09:00', 'on'],
  ['17:44', 'on'],
  ['17:45', 'last'],
  ['18:00', 'off'],
])('at %s the shift is %s', (time, stands) => {
  expect(onShift(shift, at(time))).toBe(stands);
});

it('without a shift, or with one that never ends, there is nothing to say', () => {
  expect(onShift(null, at('12:00'))).toBe('always');
  expect(onShift({ ...shift, lastFrom: null, to: null }, at('12:00'))).toBe('always');
  expect(onShift({ from: null, lastFrom: null, to: null }, at('12:00'))).toBe('off');
});
