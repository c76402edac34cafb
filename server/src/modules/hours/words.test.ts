import { expect, it } from 'vitest';
import { backWords } from './words.ts';

const now = { now: Date.parse('2026-11-20T22:00:00-03:00'), zone: 'America/Sao_Paulo' };

it.each([
  ['pt-BR', '2026-11-21T09:00-03:00', 'Voltamos amanhã às 9h.'],
  ['pt-BR', '2026-11-20T23:30-03:00', 'Voltamos hoje às 23h30.'],
  ['pt-BR', '2026-11-23T09:00-03:00', 'Voltamos segunda-feira às 9h.'],
  ['pt-BR', '2026-11-23T12:00-03:00', 'Voltamos segunda-feira ao meio-dia.'],
  ['pt-BR', '2026-11-22T00:00-03:00', 'Voltamos domingo à meia-noite.'],
  ['pt-BR', '2026-11-22T01:15-03:00', 'Voltamos domingo à 1h15.'],
  ['pt-BR', '2026-12-01T08:00-03:00', 'Voltamos terça-feira, 1 de dezembro, às 8h.'],
  ['en', '2026-11-23T09:00-03:00', 'We are back on Monday at 9:00 AM.'],
  ['en', '2026-11-23T13:30-03:00', 'We are back on Monday at 1:30 PM.'],
  ['es', '2026-11-23T09:00-03:00', 'Volvemos el lunes a las 9:00.'],
  ['es', '2026-12-01T13:00-03:00', 'Volvemos el martes 1 de diciembre a las 13:00.'],
] as const)('%s: %s', (locale, at, text) => expect(backWords(locale, Date.parse(at), now)).toBe(text));
