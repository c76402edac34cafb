import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import type { ChannelPlugin } from '../../inboxes/index.ts';
import { receive } from '../../inboxes/index.ts';
import { addInbox, addPerson, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { replyToken } from '../tokens.ts';
import { mergeConversations } from './merge-conversations.ts';
import { undoRegrouping } from './undo-regrouping.ts';

/** What the customer writes after a merge arrives where the matter goes on, whichever way they answer. */

const words = { 'pt-BR': 'carta', en: 'letter', es: 'carta' };
const letters: ChannelPlugin = paperChannel('letter', { subject: true });
letters.manifest.identityKinds = [
  {
    kind: 'letterbox',
    label: words,
    canonical: (value: string) => value.toLowerCase(),
    matchKey: (value: string) => `letterbox:${value}`,
  },
];

let desk: Desk;
let ana: PersonActor;
let inboxId: string;
beforeAll(async () => {
  desk = await openDesk([letters]);
  ana = await addPerson(desk);
  inboxId = await addInbox(desk, 'letter');
});
afterAll(() => desk.close());

async function write(said: Partial<InboundMessage>): Promise<{ conversation: string; externalId: string }> {
  const item: InboundMessage = {
    kind: 'message',
    externalId: randomUUID(),
    at: desk.clock.now().toISOString(),
    from: { kind: 'letterbox', value: 'bia@exemplo.com.br' },
    proof: 'platform',
    content: { v: 1, kind: 'text', text: 'oi' },
    ...said,
  };
  const body = Buffer.from(JSON.stringify([item]));
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [
    { externalId: item.externalId, body, headers: {}, facts: {} },
  ]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
  const row = await desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('external_ids')
      .innerJoin('messages', 'messages.id', 'external_ids.message_id')
      .select('messages.conversation_id as id')
      .where('external_ids.external_id', '=', item.externalId)
      .executeTakeFirstOrThrow(),
  );
  return { conversation: row.id, externalId: item.externalId };
}
const merge = (from: string, into: string) =>
  desk.as(ana, (ctx) => mergeConversations(ctx, { conversationId: from, intoId: into }));

it('by our token of the old conversation, by a reference to an old message, by the same subject', async () => {
  const first = await write({ subject: 'Entrega' });
  const second = await write({ subject: 'Troca' });
  const third = await write({ subject: 'Nota fiscal' });
  expect(new Set([first, second, third].map((one) => one.conversation)).size).toBe(3);
  await merge(first.conversation, second.conversation);
  const last = await merge(second.conversation, third.conversation);
  const token = replyToken(desk.kernel.secrets, desk.orgId, first.conversation);
  expect((await write({ subject: 'Re: Entrega', tokens: [token] })).conversation).toBe(third.conversation);
  const answer = await write({ subject: 'Re: Entrega', replyTo: [first.externalId] });
  expect(answer.conversation).toBe(third.conversation);
  // After undoing, each way leads back by itself.
  await desk.as(ana, (ctx) => undoRegrouping(ctx, { regroupingId: last.regroupingId }));
  expect((await write({ tokens: [token] })).conversation).toBe(second.conversation);
});
