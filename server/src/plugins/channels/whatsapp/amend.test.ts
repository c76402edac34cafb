import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startWhatsapp, type WhatsappSimulator } from '../../../../../simulators/src/whatsapp/index.ts';
import { makeEgress } from '../../../kernel/egress.ts';
import { soon } from '../../../kernel/testing/patience.ts';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { amend } from './amend.ts';
import { sampleSettings } from './samples.ts';

const customer = '5541988887777';
let simulator: WhatsappSimulator;
let egress: ReturnType<typeof makeEgress>;
let io: ChannelIo;

beforeEach(async () => {
  simulator = await startWhatsapp({ delays: { sent: 1, delivered: 1, read: 1 }, retryDelays: [5] });
  const { accessToken, appSecret } = simulator.config;
  egress = makeEgress(simulator.allow);
  io = {
    inbox: { id: '1', orgId: '1', name: 'Loja', address: '', brand: 'Loja' },
    settings: { ...sampleSettings, accessToken, appSecret, graphUrl: simulator.graphUrl },
    egress,
    publicUrl: 'http://127.0.0.1',
    now: () => new Date(),
    log: () => undefined,
  };
});
afterEach(async () => {
  await simulator.stop();
  await egress.close();
});

const react = (messageId: string, emoji: string | null) =>
  amend(
    {
      amendmentId: '01940000-0000-7000-8000-000000000001',
      to: { kind: 'whatsapp', value: customer },
      externalIds: [messageId],
      locale: 'pt-BR',
      kind: 'reaction',
      emoji,
    },
    io,
  );
const reactions = () => simulator.chat(customer).messages.filter((one) => one.type === 'reaction');

it('reacts, takes it back, and names the message that did it', async () => {
  const id = simulator.customerSends(customer, { type: 'text', text: 'Chegou!' }, {});
  const first = await react(id, '❤️');
  expect(first).toMatchObject({ state: 'sent', externalId: reactions()[0]?.id });
  expect(await react(id, null)).toMatchObject({ state: 'sent' });
  expect(reactions().map((one) => one.body)).toEqual([
    { message_id: id, emoji: '❤️' },
    { message_id: id, emoji: '' },
  ]);
  await vi.waitFor(() => expect(reactions().map((one) => one.state)).toEqual(['sent', 'sent']), soon);
});

it('a reaction to what is not there is taken and fails by its status', async () => {
  simulator.customerSends(customer, { type: 'text', text: 'Oi' }, {});
  expect(await react('wamid.NONE', '👍')).toMatchObject({ state: 'sent' });
  await vi.waitFor(() => expect(reactions()[0]?.state).toBe('failed'), soon);
});

it('edits and deletes nothing, and says so; a lost answer stays unknown', async () => {
  const base = { amendmentId: 'a', to: { kind: 'whatsapp', value: customer }, locale: 'pt-BR' as const };
  const deletion = await amend({ ...base, externalIds: ['wamid.X'], kind: 'deletion' }, io);
  expect(deletion).toMatchObject({ state: 'failed', code: 'not_possible' });
  const id = simulator.customerSends(customer, { type: 'text', text: 'Oi' }, {});
  simulator.failNext({ kind: 'accepted_then_500' });
  expect(await react(id, '👍')).toMatchObject({ state: 'unknown' });
});
