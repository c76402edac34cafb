import { draftProblems, type TemplateDraft } from '@meada/contract/template-drafts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { inboxOf } from '../../../../../simulators/src/whatsapp/inbox.ts';
import { startWhatsapp, type WhatsappSimulator } from '../../../../../simulators/src/whatsapp/index.ts';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';
import { making } from './template-making.ts';

let simulator: WhatsappSimulator;
let town: Town;
let shop: Shop;
let path: string;

beforeAll(async () => {
  simulator = await startWhatsapp({ reviewMs: 30, retryDelays: [50, 50] });
  town = await openTown({ env: { EGRESS_ALLOW: simulator.allow.join(',') } });
  shop = await town.shop('Loja');
  const { channel, name, settings } = inboxOf(simulator, 'https://wa.me');
  const { id } = await shop.owner.ok('POST', '/api/inboxes', { channel, name, settings });
  path = `/api/inboxes/${id}/templates`;
  await shop.owner.ok('GET', path);
});
afterAll(async () => {
  await town?.stop();
  await simulator?.stop();
});

const draft = (more: Partial<TemplateDraft> = {}): TemplateDraft => ({
  name: 'pedido_enviado',
  language: 'pt_BR',
  cost: 'utility',
  parts: [
    { part: 'header', format: 'text', text: 'Pedido {{numero}}' },
    { part: 'body', text: 'Oi, {{nome}}! O pedido {{numero}} saiu hoje da nossa loja para a sua casa.' },
    { part: 'footer', text: 'Empório' },
    {
      part: 'buttons',
      buttons: [
        { kind: 'url', text: 'Acompanhar', url: 'https://loja.example/p/{{1}}' },
        { kind: 'reply', text: 'Obrigado' },
      ],
    },
  ],
  samples: [
    { at: 'header.numero', value: '1042' },
    { at: 'body.nome', value: 'Ana' },
    { at: 'body.numero', value: '1042' },
    { at: 'button.0', value: '1042' },
  ],
  ...more,
});
type Listed = { name: string; language: string; state: string; reason: string | null };
const find = (items: Listed[], name: string) => items.find((one) => one.name === name);
const becomes = (name: string, state: string) =>
  vi.waitFor(
    async () => {
      const found = find((await shop.owner.ok('GET', path)).items, name);
      expect(found?.state).toBe(state);
      return found;
    },
    { timeout: 15_000, interval: 50 },
  );

it('a new template waits, is approved by the platform, and goes when it is deleted', async () => {
  const sent = await shop.owner.ok('POST', `${path}/submissions`, draft());
  expect(find(sent.items, 'pedido_enviado')).toMatchObject({ state: 'pending', cost: 'utility' });
  await becomes('pedido_enviado', 'approved');
  const there = simulator.config.templates.find((one) => one.name === 'pedido_enviado');
  expect(there?.components).toEqual([
    {
      type: 'HEADER',
      format: 'TEXT',
      text: 'Pedido {{numero}}',
      example: { header_text_named_params: [{ param_name: 'numero', example: '1042' }] },
    },
    expect.objectContaining({
      type: 'BODY',
      example: {
        body_text_named_params: [
          { param_name: 'nome', example: 'Ana' },
          { param_name: 'numero', example: '1042' },
        ],
      },
    }),
    { type: 'FOOTER', text: 'Empório' },
    {
      type: 'BUTTONS',
      buttons: [
        {
          type: 'URL',
          text: 'Acompanhar',
          url: 'https://loja.example/p/{{1}}',
          example: ['https://loja.example/p/1042'],
        },
        { type: 'QUICK_REPLY', text: 'Obrigado' },
      ],
    },
  ]);
  expect((await shop.owner.call('POST', `${path}/submissions`, draft())).status).toBe(409);
  // Asked for anew, it is as it was sent.
  const { items } = await shop.owner.ok('POST', path);
  expect(find(items, 'pedido_enviado')).toMatchObject({ parts: draft().parts });
  const gone = await shop.owner.ok('POST', `${path}/deletions`, {
    name: 'pedido_enviado',
    language: 'pt_BR',
  });
  expect(find(gone.items, 'pedido_enviado')).toBeUndefined();
  expect(simulator.config.templates.some((one) => one.name === 'pedido_enviado')).toBe(false);
});

it('one that the platform rejects says why', async () => {
  const parts: TemplateDraft['parts'] = [
    { part: 'body', text: 'Aproveite o desconto de hoje em toda a loja, só até as 18 horas.' },
  ];
  await shop.owner.ok('POST', `${path}/submissions`, draft({ name: 'desconto', parts, samples: [] }));
  expect(await becomes('desconto', 'rejected')).toMatchObject({ reason: 'TAG_CONTENT_MISMATCH' });
});

it('a sample picture is uploaded first', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const form = new FormData();
  form.append('file', new Blob([png], { type: 'image/png' }), 'foto.png');
  const cookie = [...shop.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${town.url}/api/files`, {
    method: 'POST',
    headers: { ...shop.owner.headers, cookie },
    body: form,
  });
  const upload = (await answer.json()) as { id: string };
  const parts: TemplateDraft['parts'] = [
    { part: 'header', format: 'image' },
    { part: 'body', text: 'O pedido está a caminho, chega amanhã de manhã.' },
  ];
  const samples = [{ at: 'header', uploadId: upload.id }];
  await shop.owner.ok('POST', `${path}/submissions`, draft({ name: 'a_caminho', parts, samples }));
  await becomes('a_caminho', 'approved');
  const others = draft({ name: 'outra', parts, samples: [{ at: 'header', uploadId: crypto.randomUUID() }] });
  expect(await shop.owner.call('POST', `${path}/submissions`, others)).toMatchObject({ status: 422 });
});

it('the platform’s words come back, and only who manages inboxes may', async () => {
  simulator.config.templates.push({
    name: 'escondido',
    language: 'en',
    status: 'PENDING',
    body: 'x',
    components: [{ type: 'HOLOGRAM' }],
  });
  const parts: TemplateDraft['parts'] = [{ part: 'body', text: 'Just a few words more than that.' }];
  const same = draft({ name: 'escondido', language: 'en', parts, samples: [] });
  expect(await shop.owner.call('POST', `${path}/submissions`, same)).toMatchObject({
    status: 502,
    body: { message: 'There is already content in this language for this template.' },
  });
  const agent = (await shop.join('agent')).browser;
  expect((await agent.call('POST', `${path}/submissions`, draft())).status).toBe(403);
  expect(
    (await agent.call('POST', `${path}/deletions`, { name: 'pesquisa', language: 'pt_BR' })).status,
  ).toBe(403);
});

const body = (text: string): TemplateDraft['parts'] => [{ part: 'body', text }];
it.each<[string, Partial<TemplateDraft>, string[]]>([
  ['nothing wrong', {}, []],
  ['no body', { parts: [{ part: 'footer', text: 'x' }], samples: [] }, ['body missing']],
  [
    'a field at the edge',
    { parts: body('{{1}} oi'), samples: [{ at: 'body.1', value: 'x' }] },
    ['body fields_edge'],
  ],
  [
    'a gap',
    { parts: body('oi {{2}} tudo'), samples: [{ at: 'body.2', value: 'x' }] },
    ['body fields_numbered'],
  ],
  [
    'mixed',
    {
      parts: body('oi {{1}} e {{nome}} tudo'),
      samples: [
        { at: 'body.1', value: 'x' },
        { at: 'body.nome', value: 'x' },
      ],
    },
    ['body fields_mixed'],
  ],
  ['no sample', { parts: body('oi {{1}} tudo'), samples: [] }, ['sample.body.1 missing']],
  ['too long', { parts: body('x'.repeat(1025)), samples: [] }, ['body too_long']],
  [
    'a link that is none',
    {
      parts: [...body('oi'), { part: 'buttons', buttons: [{ kind: 'url', text: 'a', url: 'http://x' }] }],
      samples: [],
    },
    ['button.0 not_a_link'],
  ],
  ['a cost that is not taken', { cost: 'authentication' }, ['cost not_taken']],
])('a draft with %s', (_, more, problems) => {
  expect(draftProblems(draft(more), making).map(({ at, rule }) => `${at} ${rule}`)).toEqual(problems);
});
