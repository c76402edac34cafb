import { expect, it } from 'vitest';
import { languageOfText } from './language.ts';

it.each([
  ['Meu pedido não chegou e já faz uma semana', 'pt'],
  ['cadê meu reembolso, vcs não respondem', 'pt'],
  ['Mi pedido todavía no llegó y nadie contesta', 'es'],
  ['¿Cuánto cuesta el envío a Buenos Aires?', 'es'],
  ['Where is my parcel? It was due last week', 'en'],
  ['Où est ma commande ? Personne ne répond', 'fr'],
])('%s is %s', async (text, language) => {
  expect(await languageOfText(text)).toBe(language);
});

it.each(['', 'ok', '👍👍', '12345 67', '?!', 'https://example.com/a?b=c', '\u0000\ud800'])(
  'nobody can tell: %j',
  async (text) => {
    expect(await languageOfText(text)).toBeNull();
  },
);
