import { expect, it } from 'vitest';
import { fixtureReceipts } from '../conformance.ts';
import { explain } from './explain.ts';
import { parse } from './parse.ts';

const receipts = fixtureReceipts(new URL('.', import.meta.url));
const locales = ['pt-BR', 'en', 'es'] as const;

it('every notice of the fixtures has a sentence and an advice in three languages, without gaps', async () => {
  let seen = 0;
  for (const { name, receipt } of receipts) {
    for (const item of await parse(receipt, {})) {
      if (item.kind !== 'notice') continue;
      if (item.code.startsWith('unknown_account')) continue;
      const words = explain({ facts: {}, ...item });
      seen += 1;
      for (const locale of locales) {
        expect(words?.says[locale], `${name} ${item.code}`).toMatch(/^[^{}—]{15,}$/);
        expect(words?.advice[locale], name).toMatch(/^[^{}—]{5,}$/);
      }
    }
  }
  expect(seen).toBeGreaterThan(6);
});

it.each([
  [
    'phone_number_quality_update',
    { event: 'DOWNGRADE', current_limit: 'TIER_10K' },
    'O número agora só pode procurar 10000 pessoas por dia.',
  ],
  [
    'message_template_status_update:pedido_pronto',
    { event: 'REJECTED', reason: 'SCAM' },
    'O modelo pedido_pronto foi reprovado. Motivo: parece golpe.',
  ],
  [
    'message_template_status_update:x',
    { event: 'LIMIT_EXCEEDED' },
    'O modelo x não pode ser enviado (LIMIT_EXCEEDED).',
  ],
  ['account_update', { event: 'constructor' }, 'Algo mudou na conta (constructor).'],
  ['error_131031', {}, expect.stringContaining('A Meta bloqueou')],
] as const)('%s %j', (code, facts, says) => {
  expect(explain({ code, text: '', facts })?.says['pt-BR']).toEqual(says);
});

it('leaves what it does not know to the platform’s words', () => {
  expect(explain({ code: 'hologram_update', text: 'x', facts: {} })).toBeNull();
  expect(explain({ code: '__proto__', text: 'x', facts: {} })).toBeNull();
  expect(explain({ code: 'error_999999', text: 'x', facts: {} })).toBeNull();
});
