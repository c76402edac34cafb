import { randomUUID } from 'node:crypto';
import type { InboundMessage, OutboundMessage } from '@meada/contract/channels';
import { partsOf } from '@meada/contract/text-parts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { makePace } from '../dispatch/pace.ts';
import { dispatchInbox } from '../dispatch/worker.ts';
import { addInbox, addPerson, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { retryDispatch } from '../retry-dispatch.ts';
import { sendMessage } from '../send-message.ts';
import { readOne } from '../views/conversation.ts';
import { readMessages } from '../views/messages.ts';
import { askedBy, confirmations } from './rules.ts';

describe('words', () => {
  it.each(['PARAR', 'parar.', ' Pare! ', 'Não enviar', 'stop', 'Baja', 'CANCELAR', 'sair'])(
    '%s leaves',
    (text) => expect(askedBy(text, false)).toBe('out'),
  );
  it.each(['Quero cancelar meu pedido', 'Vou parar aí às 10h', 'SIM', '', 'start', `stop${' '.repeat(50)}`])(
    '%s is an ordinary message',
    (text) => expect(askedBy(text, false)).toBeNull(),
  );
  it('who left comes back by a word', () =>
    expect(['Voltar', 'START', 'alta', 'oi'].map((text) => askedBy(text, true))).toEqual([
      'in',
      'in',
      'in',
      null,
    ]));
  it('confirmations cost one part', () => {
    for (const texts of Object.values(confirmations))
      for (const text of Object.values(texts)) expect([text, partsOf(text).parts]).toEqual([text, 1]);
  });
});

const sent: string[] = [];
let refuses = false;
const short: ChannelPlugin = {
  ...paperChannel('short', { optOut: true, startsConversation: true }),
  send: async (message: OutboundMessage) => {
    if (refuses) return { state: 'failed', code: 'opted_out', text: 'left there' };
    sent.push('text' in message.content ? (message.content.text ?? '') : '');
    return { state: 'sent', externalId: `ours-${message.dispatchId}` };
  },
};
let desk: Desk;
let ana: PersonActor;
let inboxId = '';
beforeAll(async () => {
  desk = await openDesk([short]);
  ana = await addPerson(desk);
  inboxId = await addInbox(desk, 'short');
});
afterAll(() => desk?.close());

async function says(from: string, text: string, more: Partial<InboundMessage> = {}): Promise<string> {
  const item: InboundMessage = {
    kind: 'message',
    externalId: randomUUID(),
    at: desk.kernel.clock.now().toISOString(),
    from: { kind: 'line', value: from },
    proof: 'platform',
    content: { v: 1, kind: 'text', text },
    ...more,
  };
  const body = new TextEncoder().encode(JSON.stringify([item]));
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [
    { externalId: item.externalId, body, headers: {}, facts: {} },
  ]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
  await dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId }, makePace(desk.clock));
  return desk.as(null, async (ctx) => {
    const row = await ctx.db
      .selectFrom('external_ids')
      .innerJoin('messages', 'messages.id', 'external_ids.message_id')
      .select('messages.conversation_id')
      .where('external_ids.external_id', '=', item.externalId)
      .executeTakeFirstOrThrow();
    return row.conversation_id;
  });
}
const answer = (conversationId: string) =>
  desk.as(ana, (ctx) =>
    sendMessage(ctx, {
      conversationId,
      content: { v: 1, kind: 'text', text: 'Oi' },
      clientId: randomUUID(),
      internal: false,
      attachmentIds: [],
    }),
  );
const marked = async (id: string) =>
  (await desk.as(ana, (ctx) => readOne(ctx, id))).legs[0]?.identity.optedOutAt ?? null;

it('who leaves is told once, is written to no more, and comes back by a word', async () => {
  const id = await says('2001', 'Oi');
  await answer(id);
  sent.length = 0;
  await says('2001', 'Parar');
  await says('2001', 'PARAR');
  expect(sent.filter((text) => text !== 'Oi')).toEqual([confirmations.out['pt-BR']]);
  expect(await marked(id)).not.toBeNull();
  await expect(answer(id)).rejects.toMatchObject({ code: 'opted_out' });
  const { items } = await desk.as(ana, (ctx) => readMessages(ctx, id, { limit: 20 }));
  expect(items.map((one) => (one.content.kind === 'system' ? one.content.code : ''))).toContain('opted_out');
  await says('2001', 'voltar');
  expect(sent.at(-1)).toBe(confirmations.in['pt-BR']);
  expect(await marked(id)).toBeNull();
  await answer(id);
});

it('what the platform confirmed itself is only written down', async () => {
  sent.length = 0;
  const id = await says('2002', 'STOP', { optOut: 'out' });
  expect(sent.filter((text) => text !== 'Oi')).toEqual([]);
  expect(await marked(id)).not.toBeNull();
});

it('a platform that refuses because the customer left there marks the address', async () => {
  const id = await says('2003', 'Oi');
  refuses = true;
  const refused = await answer(id);
  await dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId }, makePace(desk.clock));
  refuses = false;
  expect(await marked(id)).not.toBeNull();
  await expect(answer(id)).rejects.toMatchObject({ code: 'opted_out' });
  const retry = desk.as(ana, (ctx) => retryDispatch(ctx, { messageId: refused.id }));
  await expect(retry).rejects.toMatchObject({ code: 'opted_out' });
});
