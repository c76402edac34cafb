import type { FieldType } from '@meada/contract/fields';
import type { CustomFieldValue } from '@meada/contract/primitives';
import { expect, it } from 'vitest';
import { readFieldValue } from './values.ts';

const choices = ['a', 'b'].map((name) => ({ name, label: name.toUpperCase(), archived: name === 'b' }));
const wrong = Symbol('wrong');
const table: [type: FieldType, given: CustomFieldValue, kept: CustomFieldValue | typeof wrong][] = [
  ['text', ' Ana ', 'Ana'],
  ['text', 'x'.repeat(301), wrong],
  ['text', 3, wrong],
  ['long_text', 'x'.repeat(4000), 'x'.repeat(4000)],
  ['number', '1,5', 1.5],
  ['number', 'dez', wrong],
  ['number', Number.POSITIVE_INFINITY, wrong],
  ['money', 1990, 1990],
  ['money', 19.9, wrong],
  ['date', '2024-02-29', '2024-02-29'],
  ['date', '2023-02-29', wrong],
  ['date', '0000-01-01', wrong],
  ['date', '29/02/2024', wrong],
  ['boolean', false, false],
  ['boolean', 'sim', wrong],
  ['choice', 'a', 'a'],
  ['choice', 'b', 'b'],
  ['choice', 'c', wrong],
  ['choice', ['a'], wrong],
  ['choices', ['a', 'a', 'b'], ['a', 'b']],
  ['choices', 'a', wrong],
  ['choices', ['z'], wrong],
  ['choices', [], null],
  ['link', 'https://exemplo.com.br/x', 'https://exemplo.com.br/x'],
  ['link', 'javascript:alert(1)', wrong],
  ['link', 'exemplo.com.br', wrong],
  ['email', 'Ana@Exemplo.com.br', 'ana@exemplo.com.br'],
  ['email', 'ana@', wrong],
  ['phone', '(41) 98877-6655', '+5541988776655'],
  ['phone', '12', wrong],
  ['document', '529.982.247-25', '52998224725'],
  ['document', '12.ABC.345/01DE-35', '12ABC34501DE35'],
  ['document', '111.111.111-11', wrong],
  ['text', '', null],
  ['number', null, null],
];

it.each(table)('%s takes %j', (type, given, kept) => {
  const read = readFieldValue({ type, choices: type.startsWith('choice') ? choices : [] }, given);
  expect('wrong' in read ? wrong : read.value).toEqual(kept);
});
