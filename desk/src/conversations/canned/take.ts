import { wordsFor } from '@meada/contract/canned';
import type { Attachment } from '@meada/contract/content';
import { type CannedReply, readVariables, useCanned as takeRoute } from '@meada/contract/routes/canned';
import { fillHtml, fillText, type Hole, type Variables, valuesIn } from '@meada/contract/variables';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

/** What stands for the variables of a conversation; asked again each time, since the hour and the record move on. */
export const variablesQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ['variables', conversationId],
    staleTime: 30_000,
    queryFn: ({ signal }) => call(readVariables, { params: { id: conversationId } }, { signal }),
  });

export type Filled = { text: string; html: string | null; holes: Hole[] };

/** A reply in the words for a channel and the customer's language, with its variables filled. */
export function filled(reply: CannedReply, channel: string | null, variables: Variables): Filled {
  const { locale, ownLocale } = variables;
  const words = wordsFor(reply, { channel, locale, ownLocale });
  const values = valuesIn(variables, words.locale);
  const { text, holes } = fillText(words.text, values);
  return { text, holes, html: words.html === null ? null : fillHtml(words.html, values).text };
}

/** What is taken most moves up, without asking the server for the whole list. */
function countLocally(client: QueryClient, id: string): void {
  client.setQueryData<CannedReply[]>(keys.canned, (all) =>
    all
      ?.map((one) => (one.id === id ? { ...one, uses: one.uses + 1, ownUses: one.ownUses + 1 } : one))
      .sort((a, b) => b.ownUses - a.ownUses || b.uses - a.uses || (a.shortcut < b.shortcut ? -1 : 1)),
  );
}

type Taking = { conversationId: string; reply: CannedReply; channel: string | null };

/** Takes a reply: its words as they are to be put, and copies of its files. Files are waited for, the count is not. */
export async function takeCanned(
  client: QueryClient,
  { conversationId, reply, channel }: Taking,
): Promise<Filled & { attachments: Attachment[] }> {
  const used = call(takeRoute, { params: { id: reply.id } });
  const [variables, { attachments }] = await Promise.all([
    client.fetchQuery(variablesQuery(conversationId)),
    reply.files.length > 0 ? used : used.catch(() => ({ attachments: [] })),
  ]);
  countLocally(client, reply.id);
  return { ...filled(reply, channel, variables), attachments };
}
