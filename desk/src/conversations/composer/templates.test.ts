import type { MessageTemplate } from '@meada/contract/routes/templates';
import { expect, it } from 'vitest';
import { asked, contentOf, matching, missing, preview } from './templates.ts';

const template: MessageTemplate = {
  name: 'pronto',
  language: 'pt_BR',
  state: 'approved',
  reason: null,
  quality: null,
  cost: 'utility',
  nextCost: null,
  text: 'Oi, {{1}}! Pedido {{ 2 }}, {{1}}.',
  parameters: ['1', '2'],
  parts: [
    { part: 'header', format: 'image' },
    { part: 'body', text: 'Oi, {{1}}! Pedido {{ 2 }}, {{1}}.' },
    { part: 'buttons', buttons: [{ kind: 'one_time_code', text: 'Copiar' }] },
  ],
};

it('asks for every field once, and not for what copies another', () =>
  expect(asked(template).map((field) => field.at)).toEqual(['header', 'body.1', 'body.2']));

it('shows what the customer will read; an empty field stays', () => {
  const values = { 'body.1': { value: 'Ana\n Prado' }, 'body.2': { value: '' } };
  const text = 'Oi, Ana Prado! Pedido {{ 2 }}, Ana Prado.';
  expect(preview(template, values)[1]).toEqual({ part: 'body', text });
  expect(missing(template, values).map((field) => field.at)).toEqual(['header', 'body.2']);
});

it('puts nothing of a value in a second time', () => {
  const values = { 'body.1': { value: '$& {{2}}' }, 'body.2': { value: 'x' } };
  expect(contentOf(template, values).text).toBe('Oi, $& {{2}}! Pedido x, $& {{2}}.');
});

it('finds by a word of name or text', () => {
  expect(matching([template], 'PEDIDO')).toHaveLength(1);
  expect(matching([template], 'boleto')).toHaveLength(0);
});
