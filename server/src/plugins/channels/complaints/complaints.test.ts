import type { Inbound } from '@meada/contract/channels';
import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../../modules/inboxes/port.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { piecesOf, plainTextOf } from '../plain-text.ts';
import { complaints } from './index.ts';
import { defaultSites } from './manifest.ts';
import { deadlineOf, type Site, sitesOf } from './sites.ts';

const folder = new URL('.', import.meta.url);
const settings = {
  address: 'Reclamacoes@meada.loja.example',
  sites: [...defaultSites, 'Proteste | proteste.example, mail.proteste.example | 5 | 5'],
};
const proven = { receiver: true, dmarc: 'pass', dkimAligned: true, spfAligned: false };
const receipts = fixtureReceipts(folder).map(({ name, receipt }) => ({
  name,
  receipt: { ...receipt, facts: name.endsWith('.json') ? { hand: true } : proven },
}));

describeChannel(complaints, {
  folder,
  settings,
  receipts,
  to: { kind: 'complaint', value: 'reclame-aqui:98765432' },
  // A person pastes the words: no limit of the site cuts them.
  format: (message) => piecesOf(plainTextOf(message.content), complaints.manifest.limits.textLength),
});

async function parsed(name: string, facts?: Receipt['facts']): Promise<Inbound> {
  const receipt = receipts.find((one) => one.name === name)?.receipt;
  if (!receipt) throw new Error(name);
  return (await complaints.parse({ ...receipt, facts: facts ?? receipt.facts }, settings))[0] as Inbound;
}
const party = { kind: 'complaint', value: 'reclame-aqui:98765432' };
const page = 'https://www.reclameaqui.com.br/area-da-empresa/reclamacoes/98765432';

describe('a notice of a proven site', () => {
  it.each<[string, object]>([
    [
      'new.eml',
      {
        from: { ...party, name: 'Davi Rocha' },
        proof: 'platform',
        subject: 'Comprei lã e não recebi',
        content: { text: 'Comprei há vinte dias.\nNinguém responde ao chat!' },
        claims: [{ value: 'davi@cliente.example' }, { value: '(41) 98811-2233' }],
        public: { kind: 'complaint', url: page, deadlineAt: '2026-03-17T02:59:59.000Z' },
        facts: { site: 'Reclame Aqui', reference: '98765432' },
      },
    ],
    [
      'replica.eml',
      {
        from: party,
        replyTo: ['reclame-aqui:98765432'],
        content: { text: 'O prazo que vocês deram já passou.' },
        public: { url: page },
      },
    ],
    [
      'rating.eml',
      {
        from: party,
        content: { text: 'Demorou, mas resolveram.' },
        public: { rating: 0.8, owes: false },
        facts: { solved: true, mark: '8/10' },
      },
    ],
    ['closed.eml', { from: party, public: { owes: false }, facts: { step: 'closed' } }],
    ['report.eml', { kind: 'ignored' }],
    [
      'html.eml',
      {
        from: { value: 'reclame-aqui:Zk3-aB9xQw', name: 'Eva Melo' },
        subject: 'Veio quebrado',
        content: { text: 'O pote veio quebrado.' },
        public: { url: expect.stringContaining('_Zk3-aB9xQw/?utm=1&x=2') },
      },
    ],
    [
      'hand.json',
      {
        from: { ...party, name: 'Davi Rocha' },
        proof: 'person',
        public: { rating: 0.1, deadlineAt: '2026-03-17T02:59:59.000Z' },
        facts: { byHand: true },
      },
    ],
  ])('%s', async (name, item) => {
    expect(await parsed(name)).toMatchObject(item);
  });
});

describe('a mail that only says it is the site', () => {
  const from = { kind: 'email', value: 'naoresponda@avisos.reclameaqui.com.br' };
  it.each<[string, Receipt['facts']]>([
    ['nothing measured', {}],
    ['a header instead of a measurement', { dmarc: 'pass' }],
    ['DMARC failed', { receiver: true, dmarc: 'fail', dkimAligned: true, spfAligned: true }],
    ['nothing aligned', { receiver: true, dmarc: 'none', dkimAligned: false, spfAligned: false }],
  ])('%s: an ordinary mail', async (_, facts) => {
    const item = await parsed('new.eml', facts);
    expect(item).toMatchObject({ from, proof: 'none', facts: { unproven: true } });
    expect(item).not.toHaveProperty('public');
  });

  it('a domain that begins like the site is another', async () => {
    const item = await parsed('forged.eml');
    expect(item).toMatchObject({ kind: 'message', from: { kind: 'email' } });
    expect(item).not.toHaveProperty('public');
    expect(await parsed('person.eml')).toMatchObject({ proof: 'dmarc', from: { name: 'Rui' } });
  });

  it.each([['dkimAligned'], ['spfAligned']])('%s alone is proof enough without a policy', async (name) => {
    const facts = { receiver: true, dmarc: 'none', dkimAligned: false, spfAligned: false, [name]: true };
    expect(await parsed('new.eml', facts)).toMatchObject({ public: { kind: 'complaint' } });
  });
});

it('reads sites as owners write them', () => {
  expect(sitesOf(settings)).toMatchObject([
    { name: 'Reclame Aqui', slug: 'reclame-aqui', days: 10, workingDays: true, bestMark: 10 },
    { slug: 'proteste', domains: ['proteste.example', 'mail.proteste.example'], workingDays: false },
  ]);
  expect(sitesOf({ sites: ['', '| x.example', 'Só o nome', 'Z | http://x | abc | -1'] })).toMatchObject([
    { name: 'Só o nome', domains: [], days: null },
    { name: 'Z', domains: [], days: null },
  ]);
});

const site: Site = { name: 'S', slug: 's', domains: [], days: 10, workingDays: false, bestMark: 10 };
it.each<[string, Partial<Site>, string | null]>([
  ['2026-03-02T12:00:00Z', {}, '2026-03-13T02:59:59.000Z'],
  ['2026-03-06T12:00:00Z', { days: 1, workingDays: true }, '2026-03-10T02:59:59.000Z'],
  ['2026-03-07T01:00:00Z', { days: 1, workingDays: true }, '2026-03-10T02:59:59.000Z'],
  ['2026-03-02T12:00:00Z', { days: null }, null],
  // Good Friday and Tiradentes fall into these business days; in ordinary days they count.
  ['2026-04-01T12:00:00Z', { days: 10, workingDays: true }, '2026-04-17T02:59:59.000Z'],
  ['2026-04-20T12:00:00Z', { days: 1, workingDays: true }, '2026-04-23T02:59:59.000Z'],
  ['2026-04-20T12:00:00Z', { days: 1, workingDays: false }, '2026-04-22T02:59:59.000Z'],
])('deadline from %s', (from, more, due) => {
  expect(deadlineOf({ ...site, ...more }, from)).toBe(due);
});

it('is found by the address of its notices', () => {
  expect(complaints.routeKeys?.(settings)).toEqual(['email:reclamacoes@meada.loja.example']);
  expect(complaints.routeKeys?.({ sites: defaultSites })).toEqual([]);
  expect(complaints.addressOf({ sites: defaultSites })).toBe('Reclame Aqui');
});
