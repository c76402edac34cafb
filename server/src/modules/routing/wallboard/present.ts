import type { Message } from '@meada/contract/routes/conversations';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import type { LiveFrame, Presenter } from '../../../kernel/live/hub.ts';
import { messagesByIds, sees } from '../../conversations/index.ts';

const noteOf = ({ id, author, content }: Message): Note => ({
  id,
  text: content.kind === 'text' ? content.text : '',
  fromName: author.name ?? '',
});

type Note = { id: string; text: string; fromName: string };

/** A note of who leads, to the agent it is for and to nobody else. */
export const presentWhispers: Presenter = async (kernel, events, wanted) => {
  const ours = events.filter(({ name, orgId }) => name === 'work.whispered' && wanted.topic(orgId, 'desk'));
  const lists = [...Map.groupBy(ours, ({ orgId }) => orgId)].map(([orgId, list]) =>
    present(kernel, orgId, list),
  );
  return (await Promise.all(lists)).flat();
};

async function present(kernel: Kernel, orgId: string, events: LoggedEvent[]): Promise<LiveFrame[]> {
  const ids = events.map(({ facts }) => String(facts.messageId));
  const messages = await inTransaction(kernel, systemActor(orgId), (ctx) => messagesByIds(ctx, ids));
  const notes = new Map(messages.map((entry) => [entry.message.id, entry]));
  return events.flatMap(({ facts, conversationId }) => {
    const note = notes.get(String(facts.messageId));
    if (!note) return [];
    const data = { conversationId, ...noteOf(note.message) };
    return [
      {
        ...{ orgId, topic: 'desk', name: 'whisper', data },
        // Who comes back later may not see the conversation any more.
        visibleTo: (actor) => actor.kind === 'person' && actor.id === facts.toId && sees(actor, note.scope),
      } satisfies LiveFrame,
    ];
  });
}
