import { expect, it } from 'vitest';
import { agreedWords, offerWords } from './words.ts';

it('until when somebody is called reads well in each language, today as on another day', () => {
  expect(offerWords('pt-BR', 'segunda-feira às 9h', true)).toContain('ligamos até segunda-feira, às 9h.');
  expect(offerWords('en', 'on Monday at 9:00 AM', false)).toContain('we’ll call you by Monday, 9:00 AM.');
  expect(offerWords('es', 'el lunes a las 9:00', true)).toContain('a más tardar el lunes, a las 9:00.');
  expect(agreedWords('es', '+54 11 5555-0143', 'hoy a la 1:30')).toContain('a más tardar hoy, a la 1:30.');
});
