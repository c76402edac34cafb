import { randomUUID } from 'node:crypto';
import type {
  ChannelCapabilities,
  ChannelManifest,
  InboundMessage,
  InboundStatus,
  OutboundMessage,
} from '@meada/contract/channels';
import { systemActor } from '../../../server/src/kernel/actor.ts';
import { inTransaction } from '../../../server/src/kernel/ctx.ts';
import { paperChannel } from '../../../server/src/modules/conversations/factories-channels.ts';
import { type ChannelPlugin, receive } from '../../../server/src/modules/inboxes/index.ts';
import type { Stage } from './stage.ts';

/** A square: a channel with a public side that no platform's rules cloud, for stories of what is said in public. */
export type Square = {
  orgId: string;
  inboxId: string;
  sent: OutboundMessage[];
  arrive(from: { value: string; name: string }, text: string, more?: Partial<InboundMessage>): Promise<void>;
  /** What the platform says of a message of ours. */
  tell(dispatchId: string, state: InboundStatus['state']): Promise<void>;
};

type Place = {
  id: string;
  name: ChannelManifest['name'];
  inbox: string;
  abilities: Partial<ChannelCapabilities>;
};

const square: Place = {
  id: 'square',
  name: { 'pt-BR': 'Praça', en: 'Square', es: 'Plaza' },
  inbox: 'Praça da loja',
  abilities: { windowHours: 24, startsConversation: false, public: { privateReplyHours: 168 } },
};

/** Where nobody is on the line: an answer today will do. */
export const letterBox: Place = {
  id: 'letterbox',
  name: { 'pt-BR': 'Carta', en: 'Letter', es: 'Carta' },
  inbox: 'Cartas',
  abilities: { class: 'deferred' },
};

/** Puts the square, or another such place, among the channels of a running stage, with one inbox. */
export async function openSquare(stage: Stage, place: Place = square): Promise<Square> {
  const { kernel } = stage.app;
  const sent: OutboundMessage[] = [];
  const paper = paperChannel(place.id, place.abilities);
  const plugin: ChannelPlugin = {
    ...paper,
    manifest: { ...paper.manifest, name: place.name },
    send: async (message: OutboundMessage) => {
      sent.push(message);
      return { state: 'sent', externalId: `ours-${message.dispatchId}` };
    },
  };
  (kernel.ports.channels as Map<string, ChannelPlugin>).set(place.id, plugin);
  for (const kind of plugin.manifest.identityKinds)
    (kernel.ports.identityKinds as Map<string, typeof kind>).set(kind.kind, kind);
  const [organisation] = await kernel.database.asSystem((db) =>
    db.selectFrom('organisations').select('id').execute(),
  );
  const orgId = organisation?.id ?? '';
  const inboxId = await addInbox(stage, orgId, place);
  const bring = (externalId: string, item: InboundMessage | InboundStatus) => {
    const body = new TextEncoder().encode(JSON.stringify([item]));
    return receive(kernel, { orgId, inboxId }, [{ externalId, body, headers: {}, facts: {} }]);
  };
  return {
    orgId,
    inboxId,
    sent,
    arrive: async (from, text, more = {}) => {
      const item: InboundMessage = {
        kind: 'message',
        externalId: randomUUID(),
        at: kernel.clock.now().toISOString(),
        from: { kind: 'line', ...from },
        proof: 'platform',
        content: { v: 1, kind: 'text', text },
        ...more,
      };
      await bring(item.externalId, item);
    },
    tell: async (dispatchId, state) => {
      const at = kernel.clock.now().toISOString();
      await bring(randomUUID(), { kind: 'status', externalId: `ours-${dispatchId}`, dispatchId, state, at });
    },
  };
}

async function addInbox({ app: { kernel } }: Stage, orgId: string, place: Place): Promise<string> {
  const inboxId = randomUUID();
  await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const brand = await ctx.db.selectFrom('brands').select('id').executeTakeFirstOrThrow();
    await ctx.db
      .insertInto('inboxes')
      .values({
        org_id: orgId,
        id: inboxId,
        channel: place.id,
        name: place.inbox,
        address: '@loja',
        brand_id: brand.id,
        route_key: inboxId,
        health_state: 'connected',
      })
      .execute();
    ctx.emit({ name: 'inbox.changed', facts: { inboxId } });
  });
  return inboxId;
}

/** Said under the firm's post, where everybody reads it. */
export const underPost = (
  more: Partial<InboundMessage['public'] & object> = {},
): Partial<InboundMessage> => ({
  public: { kind: 'comment', url: 'https://square.example/post/1', reach: 12_400, ...more },
  outsideThread: {
    kind: 'post',
    key: 'post-1',
    name: 'Promoção de outono: tudo com 20 % de desconto até domingo',
    url: 'https://square.example/post/1',
  },
  facts: { reach: more.reach ?? 12_400, ...(more.rating === undefined ? {} : { rating: more.rating }) },
});
