import { expect, it } from 'vitest';
import { listedAddress, phoneWords } from './address.ts';

it.each([
  ['+5541977003344', '+55 41 97700-3344'],
  ['+554133334444', '+55 41 3333-4444'],
  ['+14155550100', '+14155550100'],
  ['ana@cliente.example', 'ana@cliente.example'],
  ['', ''],
])('%s is written %s', (value, words) => expect(phoneWords(value)).toBe(words));

it.each([
  ['5200000017', ''],
  ['BR.1529651497', ''],
  ['AbriRQLoYFK6tzBiKw', ''],
  ['@anaprado', '@anaprado'],
  ['rui@cliente.example', 'rui@cliente.example'],
  ['+5541977003344', '+55 41 97700-3344'],
  ['Loja da Rua Riachuelo', 'Loja da Rua Riachuelo'],
  ['maria-das-gracas', 'maria-das-gracas'],
])('of %s a list says "%s"', (display, words) => expect(listedAddress(display)).toBe(words));
