import type { Outgoing } from '@meada/contract/content';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { inboxOf } from '../../../../../simulators/src/whatsapp/inbox.ts';
import { startWhatsapp, type WhatsappSimulator } from '../../../../../simulators/src/whatsapp/index.ts';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';

/** Customer, platform and desk, through the real app. */
let simulator: WhatsappSimulator;
let town: Town;
let shop: Shop;
let inboxId: string;
const ana = '5541988887777';

beforeAll(async () => {
  simulator = await startWhatsapp({ delays: { sent: 1, delivered: 1, read: 1 }, retryDelays: [50, 50] });
  town = await openTown({ env: { EGRESS_ALLOW: simulator.allow.join(',') } });
  shop = await town.shop('Loja');
  const { channel, name, settings } = inboxOf(simulator, 'https://wa.me');
  inboxId = (await shop.owner.ok('POST', '/api/inboxes', { channel, name, settings })).id;
});
afterAll(async () => {
  await town?.stop();
  await simulator?.stop();
});

const wait = { timeout: 15_000, interval: 50 };
type Talk = { id: string; legId: string };

/** The newest conversation once it holds a message that answers the question. */
async function talkWhere(holds: (message: { content: { kind: string; text?: string } }) => boolean) {
  return vi.waitFor(async () => {
    for (const { id } of (await shop.owner.ok('GET', '/api/conversations?view=all&limit=20')).items) {
      const { items } = await shop.owner.ok('GET', `/api/conversations/${id}/messages?limit=40`);
      const message = items.find(holds);
      if (!message) continue;
      const { legs, customer } = await shop.owner.ok('GET', `/api/conversations/${id}`);
      return {
        id,
        legId: legs.find((leg: { proposed: boolean }) => leg.proposed)?.id,
        legs,
        customer,
        message,
      };
    }
    throw new Error('no such message yet');
  }, wait);
}
const says = (text: string) => (message: { content: { text?: string } }) => message.content.text === text;
const send = (talk: Talk, content: Outgoing | Record<string, unknown>) =>
  shop.owner.call('POST', `/api/conversations/${talk.id}/messages`, {
    clientId: crypto.randomUUID(),
    legId: talk.legId,
    internal: false,
    attachmentIds: [],
    content,
  });
const onPhone = (type: string) =>
  vi.waitFor(() => {
    const found = simulator.chat(ana).messages.findLast((one) => (one.body.type ?? one.type) === type);
    expect(found).toBeDefined();
    return found;
  }, wait);

it('templates are kept, filled with every part, and follow what the platform says of them', async () => {
  simulator.customerSends(ana, 'Oi, boa tarde', { name: 'Ana' });
  const talk = await talkWhere(says('Oi, boa tarde'));
  const path = `/api/inboxes/${inboxId}/templates`;
  const { items, askedAt } = await shop.owner.ok('GET', path);
  expect(askedAt).toBeTruthy();
  const byName = (list: { name: string }[], name: string) => list.find((one) => one.name === name);
  expect(byName(items, 'oferta_da_semana')).toMatchObject({ cost: 'marketing', quality: 'medium' });
  const content = {
    v: 1,
    kind: 'template',
    name: 'oferta_da_semana',
    language: 'pt-BR',
    text: '',
    parameters: [],
  };
  const fields = [
    { at: 'body.1', value: 'Ana' },
    { at: 'offer', value: '2099-01-01T00:00:00Z' },
  ];
  const missing = await send(talk, { ...content, fields });
  expect(missing).toMatchObject({ status: 422, body: { field: 'body.content.fields' } });
  const sent = await send(talk, { ...content, fields: [...fields, { at: 'button.0', value: 'DEZ' }] });
  expect(sent.body).toMatchObject({
    content: { text: expect.stringContaining('Ana, sua oferta acaba logo!') },
  });
  expect(await onPhone('template')).toMatchObject({ text: 'Ana, sua oferta acaba logo!' });
  expect((await send(talk, { ...content, name: 'pesquisa', text: 'x' })).status).toBe(422);

  const about = { message_template_name: 'oferta_da_semana', message_template_language: 'pt_BR' };
  simulator.tellsAccount('message_template_status_update', { ...about, event: 'PAUSED', reason: 'NONE' });
  await vi.waitFor(async () => {
    const now = byName((await shop.owner.ok('GET', path)).items, 'oferta_da_semana');
    expect(now).toMatchObject({ state: 'paused' });
  }, wait);
  expect((await send(talk, { ...content, fields })).body.message).toMatch(/not approved/);
});

it('what the platform says of the account stands until a newer word of it', async () => {
  const notices = () =>
    shop.run(({ db }) =>
      db
        .selectFrom('inbox_notices')
        .select(['code', 'level', 'text'])
        .where('settled_at', 'is', null)
        .where('code', '=', 'phone_number_quality_update')
        .execute(),
    );
  const number = { display_phone_number: '554133334444' };
  simulator.tellsAccount('phone_number_quality_update', {
    ...number,
    event: 'FLAGGED',
    current_limit: 'TIER_2K',
  });
  await vi.waitFor(async () => expect(await notices()).toMatchObject([{ level: 'warning' }]), wait);
  simulator.tellsAccount('phone_number_quality_update', {
    ...number,
    event: 'UNFLAGGED',
    current_limit: 'TIER_10K',
  });
  await vi.waitFor(async () => expect(await notices()).toMatchObject([{ level: 'info' }]), wait);
  simulator.tellsAccount('phone_number_quality_update', {
    display_phone_number: '554199999999',
    event: 'FLAGGED',
  });
  await simulator.settled();
  expect(await notices()).toHaveLength(1);
});

it('choices go out, their answers and orders come back', async () => {
  const talk = await talkWhere(says('Oi, boa tarde'));
  const buttons = [
    { id: 'a', title: 'Azul' },
    { id: 'v', title: 'Verde' },
  ];
  await send(talk, { v: 1, kind: 'buttons', text: 'Qual cor?', buttons });
  const asked = await onPhone('button');
  simulator.customerSends(ana, { type: 'button_reply', id: 'v', title: 'Verde' }, { replyTo: asked?.id });
  expect((await talkWhere(says('Verde'))).message).toMatchObject({
    content: { kind: 'button_reply', id: 'v' },
    replyTo: { text: 'Qual cor?' },
  });
  await send(talk, { v: 1, kind: 'location_request', text: 'Onde entregamos?' });
  expect(await onPhone('location_request_message')).toBeDefined();
  const sections = [{ products: [{ sku: 'TEN-38' }, { sku: 'MEI-1' }] }];
  await send(talk, {
    v: 1,
    kind: 'products',
    text: 'Veja',
    title: 'Novidades',
    catalogue: '990011',
    sections,
  });
  expect(await onPhone('product_list')).toBeDefined();
  const items = [{ sku: 'TEN-38', quantity: 2, price: 89.9, currency: 'BRL' }];
  simulator.customerSends(ana, { type: 'order', items });
  const order = await talkWhere((message) => message.content.kind === 'order');
  expect(order.message.content.items).toEqual([{ sku: 'TEN-38', quantity: 2, price: 8990, currency: 'BRL' }]);
  simulator.customerSends(ana, 'Ainda tem o 38?', { product: 'TEN-38' });
  expect((await talkWhere(says('Ainda tem o 38?'))).message.facts).toMatchObject({ product: 'TEN-38' });
});

it('the advertisement that opened the chat stands with the message', async () => {
  const referral = {
    id: '1',
    url: 'https://fb.me/x',
    headline: 'Tênis -20%',
    body: 'Só hoje',
    click: 'Aff1',
  };
  simulator.customerSends('5511987654321', 'Vi o anúncio', { name: 'Rui', referral });
  expect((await talkWhere(says('Vi o anúncio'))).message.facts).toMatchObject({
    adHeadline: 'Tênis -20%',
    adUrl: 'https://fb.me/x',
    adClick: 'Aff1',
  });
});

it('one person stays one: without the number, and with a new one', async () => {
  const before = await talkWhere(says('Oi, boa tarde'));
  simulator.customerSends(ana, 'Agora sem número', { hidesNumber: true });
  const hidden = await talkWhere(says('Agora sem número'));
  expect(hidden.id).toBe(before.id);
  // The answer goes to the id that is all there is.
  await send({ id: hidden.id, legId: hidden.legId }, { v: 1, kind: 'text', text: 'Tudo certo' });
  await vi.waitFor(() => expect(simulator.chat(ana).messages.at(-1)?.text).toBe('Tudo certo'), wait);
  simulator.customerChangesNumber(ana, '5541977776666');
  await simulator.settled();
  simulator.customerSends('5541977776666', 'Troquei de número', { name: 'Ana' });
  const after = await talkWhere(says('Troquei de número'));
  expect(after.customer.id).toBe(before.customer.id);
});
