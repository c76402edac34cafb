import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';

/** Characters of a message that are searched. */
const lettersAtMost = 50_000;

/**
 * Keeps the search index behind the log: words, file names, the whole body of a mail, and the subject with the first
 * message. Twice over an event does no harm; a deleted message is found no more.
 */
export async function indexMessages(kernel: Kernel, events: LoggedEvent[]): Promise<void> {
  const byOrg = Map.groupBy(events.filter(concerns), (event) => event.orgId);
  for (const [orgId, list] of byOrg) {
    const messageIds = list.map((event) => event.facts.messageId).filter((id) => typeof id === 'string');
    const renamed = list
      .filter((event) => event.name === 'conversation.changed')
      .map((event) => event.conversationId);
    await indexIn(kernel, orgId, { messageIds, renamed });
  }
}

function concerns(event: LoggedEvent): boolean {
  const { what } = event.facts;
  if (event.name === 'message.created') return true;
  if (event.name === 'message.changed') return what === 'edit' || what === 'delete';
  return event.name === 'conversation.changed' && Array.isArray(what) && what.includes('subject');
}

const indexIn = (
  kernel: Kernel,
  orgId: string,
  which: { messageIds: string[]; renamed: (string | null)[] },
): Promise<void> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const values = [orgId, which.messageIds, which.renamed, lettersAtMost];
    await ctx.client.query({ name: 'index_messages', text: indexText, values });
    await ctx.client.query({
      name: 'unindex_messages',
      text: `DELETE FROM message_search s USING messages m
        WHERE s.org_id = $1 AND s.message_id = ANY($2) AND m.org_id = $1 AND m.id = s.message_id
          AND m.deleted_at IS NOT NULL`,
      values: [orgId, which.messageIds],
    });
  });

/**
 * Everything a person would look for in a message; system notes hold nothing of the kind. Words are folded one by one, as
 * the search folds them (a text folded as a whole is cut elsewhere), and at a stroke, which PostgreSQL takes for a path
 * (`ação/reação`). OFFSET 0 keeps the words from being put together twice.
 */
const indexText = `
  INSERT INTO message_search (org_id, message_id, conversation_id, terms)
  SELECT m.org_id, m.id, m.conversation_id, to_tsvector('portuguese', t.words) || to_tsvector('meada_plain', translate(t.words, '/', ' '))
  FROM messages m
  JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
  LEFT JOIN message_bodies b ON b.org_id = m.org_id AND b.message_id = m.id
  CROSS JOIN LATERAL (SELECT left(concat_ws(' ',
      CASE WHEN m.seq = 1 THEN c.subject END,
      m.content->>'text', m.content->>'name', m.content->>'address', m.content->>'place',
      jsonb_path_query_array(m.content, '$.contacts[*].name')::text,
      (SELECT string_agg(translate(a.name, '._-', '   '), ' ') FROM attachments a
        WHERE a.org_id = m.org_id AND a.message_id = m.id),
      left(b.text, $4)), $4) AS words OFFSET 0) AS t
  WHERE m.org_id = $1 AND m.deleted_at IS NULL AND m.content->>'kind' <> 'system'
    AND (m.id = ANY($2) OR (m.conversation_id = ANY($3) AND m.seq = 1))
  ON CONFLICT (org_id, message_id) DO UPDATE SET terms = excluded.terms`;
