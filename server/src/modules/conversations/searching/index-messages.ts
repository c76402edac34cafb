import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';

/** Characters of a message that are searched. */
export const lettersAtMost = 50_000;

/**
 * Keeps the search index behind the log: words, file names, the whole body of a mail, and the subject with the first
 * message. Twice over an event does no harm; a deleted message is found no more, nor a word only it had
 * (triggers on the index see to that).
 */
export async function indexMessages(kernel: Kernel, events: LoggedEvent[]): Promise<void> {
  const byOrg = Map.groupBy(events.filter(concerns), (event) => event.orgId);
  for (const [orgId, list] of byOrg) {
    const messageIds = list.map((event) => event.facts.messageId).filter((id) => typeof id === 'string');
    const renamed = list
      .filter((event) => event.name === 'conversation.changed')
      .map((event) => event.conversationId);
    await inTransaction(kernel, systemActor(orgId), (ctx) => indexIn(ctx, { messageIds, renamed }));
  }
}

function concerns(event: LoggedEvent): boolean {
  const { what } = event.facts;
  if (event.name === 'message.created') return true;
  if (event.name === 'message.changed') return what === 'edit' || what === 'delete';
  return event.name === 'conversation.changed' && Array.isArray(what) && what.includes('subject');
}

async function indexIn(ctx: Ctx, which: { messageIds: string[]; renamed: (string | null)[] }): Promise<void> {
  const values = [ctx.orgId, which.messageIds, which.renamed];
  await ctx.client.query({ name: 'index_messages', text: indexText, values });
  await ctx.client.query({
    name: 'unindex_messages',
    text: `DELETE FROM message_search s USING messages m
      WHERE s.org_id = $1 AND s.message_id = ANY($2) AND m.org_id = $1 AND m.id = s.message_id
        AND m.deleted_at IS NOT NULL`,
    values: [ctx.orgId, which.messageIds],
  });
}

/** What a person would look for in message `m` of conversation `c` with body `b`; a piece of SQL. */
export const messageWords = `left(concat_ws(' ',
  CASE WHEN m.seq = 1 THEN c.subject END,
  m.content->>'text', m.content->>'name', m.content->>'address', m.content->>'place',
  (SELECT string_agg(k #>> '{}', ' ') FROM jsonb_path_query(m.content, '$.contacts[*].name') AS k),
  (SELECT string_agg(translate(a.name, '._-', '   '), ' ') FROM attachments a
    WHERE a.org_id = m.org_id AND a.message_id = m.id),
  left(b.text, ${lettersAtMost})), ${lettersAtMost})`;

/** What is found as a filter has it, by words nobody can type: who wrote, for whom, with files, through which inbox. */
export const factWords = {
  author: (kind: string) => `#by:${kind}`,
  visibility: (visibility: string) => `#for:${visibility}`,
  person: (id: string) => `#who:${id}`,
  files: '#files',
  /** The end of its id, to keep the index small; null: through none. */
  inbox: (id: string | null) => `#in:${id?.slice(-12) ?? ''}`,
};

const facts = `array_to_tsvector(array_remove(ARRAY['${factWords.author('')}' || m.author_kind,
  '${factWords.visibility('')}' || m.visibility,
  CASE WHEN m.author_kind = 'person' THEN '${factWords.person('')}' || m.author_id END,
  '${factWords.inbox(null)}' || coalesce(right(m.inbox_id::text, 12), ''),
  CASE WHEN EXISTS (SELECT FROM attachments a WHERE a.org_id = m.org_id AND a.message_id = m.id)
    THEN '${factWords.files}' END], NULL))`;

/**
 * Indexes messages that a condition names; system notes hold nothing of the kind. Words are folded one by one, as
 * the search folds them (a text folded as a whole is cut elsewhere), and at a stroke, which PostgreSQL takes for a path
 * (`ação/reação`); beside them what was said as others may type it. OFFSET 0 keeps the words from being put together twice.
 */
const indexing = (which: string): string => `
  WITH said AS MATERIALIZED (
    SELECT m.org_id, m.id, m.conversation_id, m.at, to_tsvector('portuguese', t.words) AS stems,
      to_tsvector('meada_plain', translate(t.words, '/', ' ')) ||
        to_tsvector('meada_plain', meada_said_otherwise(t.words)) AS plain, ${facts} AS facts
    FROM messages m
    JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
    LEFT JOIN message_bodies b ON b.org_id = m.org_id AND b.message_id = m.id
    CROSS JOIN LATERAL (SELECT meada_tidied(${messageWords}) AS words OFFSET 0) AS t
    WHERE m.deleted_at IS NULL AND m.content->>'kind' <> 'system' AND ${which}),
  words AS (INSERT INTO search_words (org_id, word)
    SELECT DISTINCT s.org_id, w.lexeme FROM said s, unnest(tsvector_to_array(s.plain)) AS w(lexeme)
    WHERE meada_is_word(w.lexeme) ORDER BY 1, 2 ON CONFLICT DO NOTHING)
  INSERT INTO message_search (org_id, message_id, conversation_id, at, terms)
  SELECT org_id, id, conversation_id, at, stems || plain || facts FROM said
  ON CONFLICT (org_id, message_id) DO UPDATE SET terms = excluded.terms, conversation_id = excluded.conversation_id`;

const indexText = indexing(
  'm.org_id = $1 AND (m.id = ANY($2) OR (m.conversation_id = ANY($3) AND m.seq = 1))',
);

/** Indexes every message there is, as the owner: after a restore the log no longer reaches back to all of them. */
export const indexEverything = indexing('true');
