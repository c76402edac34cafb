import type { Message } from '@meada/contract/routes/conversations';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import type { LiveFrame, Presenter } from '../../../kernel/live/hub.ts';
import { messagesByIds } from '../../conversations/index.ts';

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
  const notes = await inTransaction(kernel, systemActor(orgId), async (ctx): Promise<Map<string, Note>> => {
    const messages = await messagesByIds(ctx, ids);
    return new Map(messages.map(({ message }) => [message.id, noteOf(message)]));
  });
  return events.flatMap(({ facts, conversationId }) => {
    const note = notes.get(String(facts.messageId));
    if (!note) return [];
    const data = { conversationId, ...note };
    return [
      {
        ...{ orgId, topic: 'desk', name: 'whisper', data },
        visibleTo: (actor) => actor.kind === 'person' && actor.id === facts.toId,
      } satisfies LiveFrame,
    ];
  });
}
