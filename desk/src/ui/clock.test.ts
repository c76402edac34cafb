import { expect, it } from 'vitest';
import { plainTime } from './clock.ts';

it.each(['pt-BR', 'es', 'en'])('the plain time of day in %s is the language’s own, or none', (locale) => {
  const told = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  for (let minute = 0; minute < 24 * 60; minute += 7) {
    const at = new Date(2026, 5, 15, 0, minute);
    expect(plainTime(at, locale) ?? told.format(at)).toBe(told.format(at));
  }
});
