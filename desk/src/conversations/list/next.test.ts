import { expect, it } from 'vitest';
import { nextIn } from './next.ts';

it('the one below, above the last, none where nothing else is listed', () => {
  expect(nextIn(['a', 'b', 'c'], 'a')).toBe('b');
  expect(nextIn(['a', 'b', 'c'], 'c')).toBe('b');
  expect(nextIn(['a'], 'a')).toBeNull();
  expect(nextIn(['a', 'b'], 'z')).toBeNull();
});
