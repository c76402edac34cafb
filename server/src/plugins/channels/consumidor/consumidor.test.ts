import type { Inbound } from '@meada/contract/channels';
import { expect, it } from 'vitest';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { answerId, complaintIn, instantOf, isEnded, rowsIn } from './complaint.ts';
import { consumidor } from './index.ts';
import { periodOf, readCursor, writeCursor } from './listen.ts';
import { format } from './send.ts';

const folder = new URL('.', import.meta.url);
const settings = {
  clientId: '20260101000001000',
  code: 'code-1',
  clientSecret: 'secret-1',
  cpf: '529.982.247-25',
};
const protocol = '2026.03/00000012345';

describeChannel(consumidor, {
  folder,
  settings,
  receipts: fixtureReceipts(folder),
  to: { kind: 'complaint_gov', value: protocol },
  format: (message) => format(message.content),
});

const parsed = (name: string): Inbound => {
  const receipt = fixtureReceipts(folder).find((one) => one.name === `${name}.json`)?.receipt;
  if (!receipt) throw new Error(name);
  return (consumidor.parse(receipt, settings) as Inbound[])[0] as Inbound;
};

it.each<[string, object]>([
  [
    'opening',
    {
      externalId: `${protocol}:9001`,
      at: '2026-03-02T12:15:00.000Z',
      from: { value: protocol, name: 'Davi Rocha' },
      proof: 'platform',
      aliases: [{ kind: 'cpf', value: '52998224725' }],
      claims: [
        { kind: 'email', value: 'davi@cliente.example' },
        { kind: 'phone', value: '+5541988112233' },
      ],
      subject: 'Vestuário – Não entrega',
      content: {
        text: 'Comprei há um mês e não entregaram.\n\nPedido: Quero meu dinheiro de volta.',
      },
      attachments: [{ kind: 'document', name: 'nota.pdf', size: 1234 }],
      public: { kind: 'complaint', deadlineAt: '2026-03-13T02:59:59.000Z' },
    },
  ],
  ['addition', { externalId: `${protocol}:9002`, content: { text: 'Segue o comprovante.' } }],
  ['answer', { echo: true, externalId: answerId(protocol, 'estornamos  o valor hoje.') }],
  ['rating', { public: { rating: 0.75, owes: false }, facts: { solved: true } }],
  ['rating-of-complaint', { public: { rating: 0, owes: false }, facts: { solved: false } }],
  ['site-step', { kind: 'ignored' }],
])('%s', (name, item) => {
  expect(parsed(name)).toMatchObject(item);
});

it('reads days of Brasília, and nothing else as a day', () => {
  expect(instantOf('02/03/2026 09:15:00')).toBe('2026-03-02T12:15:00.000Z');
  expect(instantOf('12/03/2026')).toBe('2026-03-13T02:59:59.000Z');
  for (const text of ['2026-03-12', '31/02/x', '99/99/2026 10:00', undefined])
    expect(instantOf(text)).toBeNull();
  expect(periodOf(new Date('2026-03-02T01:00:00Z'))).toEqual({
    dataIniPeriodo: '15-01-2026',
    dataFimPeriodo: '01-03-2026',
  });
});

it('finds list and complaint under whatever name the service gives them', () => {
  const row = { protocolo: 202603000123, situacaoDescricao: 'Finalizada avaliada' };
  for (const body of [[row], { total: 1, reclamacoes: [row, { x: 1 }] }])
    expect(rowsIn(body)).toMatchObject([{ protocolo: '202603000123' }]);
  expect(rowsIn('nothing')).toEqual([]);
  expect(rowsIn([row]).map(isEnded)).toEqual([true]);
  expect(complaintIn({ codigo: 0, reclamacao: { protocolo: protocol } })?.protocolo).toBe(protocol);
  expect(complaintIn({ erro: 'x' })).toBeNull();
});

it('the cursor comes back as it was, and nonsense begins anew', () => {
  const cursor = new Map([[protocol, 'Finalizada']]);
  expect(readCursor(writeCursor(cursor))).toEqual(cursor);
  expect(readCursor('{}').size).toBe(0);
});
