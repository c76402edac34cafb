import { addInbox, addPerson, addTalk, eventsAfter, openDesk } from '../factories.ts';
import { indexMessages } from './index-messages.ts';
import { searchMessages } from './search-messages.ts';

/** Texts by key, each the only message of a conversation of its own, and an agent who searches them. */
export async function openCorpus(texts: Record<string, string>) {
  const desk = await openDesk();
  const ana = await addPerson(desk);
  const inboxId = await addInbox(desk, 'chat');
  const keyOf = new Map<string, string>();
  for (const [key, text] of Object.entries(texts)) {
    desk.clock.advance(60_000);
    keyOf.set((await addTalk(desk, inboxId, { text })).messageId, key);
  }
  await indexMessages(desk.kernel, await eventsAfter(desk, { tx: '0', id: 0 }));
  const search = (query: string) => desk.as(ana, (ctx) => searchMessages(ctx, { limit: 100, query }));
  return {
    search,
    keyOf: (hit: { messageId: string }) => keyOf.get(hit.messageId) ?? '',
    /** Keys of what is found, in the order of the alphabet. */
    found: async (query: string) =>
      (await search(query)).items.map((hit) => keyOf.get(hit.messageId) ?? '').sort(),
    /** The words marked in what is found, each once, in the order of the alphabet. */
    marked: async (query: string) => {
      const parts = (await search(query)).items.flatMap(({ snippet }) => snippet);
      return [...new Set(parts.filter(({ hit }) => hit).map(({ text }) => text))].sort();
    },
    close: () => desk.close(),
  };
}
