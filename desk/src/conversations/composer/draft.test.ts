import { expect, it } from 'vitest';
import { beginWith, type Draft, isLater } from './draft.ts';

const kept = (text: string, at: string) => ({ text, html: null, legId: null, internal: false, at });
const here = (text: string, keptAt?: string): Draft => ({ text, legId: null, internal: false, keptAt });
const [early, late] = ['2026-03-02T09:00:00.000Z', '2026-03-02T09:00:05.000Z'];

it('words that only this browser has come before any that the server keeps', () => {
  expect(beginWith(here('abc'), kept('abc de outra máquina', late))?.text).toBe('abc');
});

it('what another machine wrote on later comes before what the server had from here', () => {
  expect(beginWith(here('abc', early), kept('abc def', late))).toMatchObject({
    text: 'abc def',
    keptAt: late,
  });
  expect(beginWith(here('abc def', late), kept('abc', early))?.text).toBe('abc def');
});

it('words stay when the server keeps none: an answer may be older than they are', () => {
  expect(beginWith(here('abc', early), null)?.text).toBe('abc');
  expect(beginWith(null, null)).toBeNull();
});

it('nothing that is being written gives way', () => {
  expect(isLater(kept('abc def', late), here('ab'))).toBe(false);
  expect(isLater(kept('abc def', late), here('abc', early))).toBe(true);
  expect(isLater(kept('abc', early), here('', late))).toBe(false);
});
