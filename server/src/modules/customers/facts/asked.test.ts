import { expect, it } from 'vitest';
import { type Since, wasKnown } from './asked.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 12, minute));
const told = (kind: string, minute: number, conversationId: string | null = null): Since => ({
  kind,
  at: at(minute),
  conversationId,
});
const asks = (kind: 'cpf' | 'cep' | 'order_number', known: Since[]) =>
  wasKnown({ kind, at: at(10), conversationId: 'one' }, known);

it('only what was told before the question was known', () => {
  expect(asks('cpf', [told('cpf', 9)])).toBe(true);
  expect(asks('cpf', [told('cpf', 10)])).toBe(false);
  expect(asks('cpf', [told('cpf', 11)])).toBe(false);
  expect(asks('cpf', [told('email', 1)])).toBe(false);
});

it('an order is of its matter; an address answers for its CEP', () => {
  expect(asks('order_number', [told('order_number', 1, 'other')])).toBe(false);
  expect(asks('order_number', [told('order_number', 1, 'one')])).toBe(true);
  expect(asks('cep', [told('address', 1)])).toBe(true);
});
