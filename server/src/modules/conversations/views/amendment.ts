import type { DispatchState } from '@meada/contract/channels';
import { Content, summaryOf } from '@meada/contract/content';
import type { Amendment } from '@meada/contract/routes/conversations';
import { type RawBuilder, sql } from 'kysely';

/** The newest change of ours to a message as the database has it, in JSON. */
export type AmendmentJson = {
  id: string;
  kind: Amendment['kind'];
  state: DispatchState;
  at: string;
  content: unknown;
  emoji: string | null;
  code: string | null;
  text: string | null;
};

/** The newest change of ours, unless it was made: then the message itself shows it. `m` is the message's alias. */
export const amendmentOf = (m: string): RawBuilder<AmendmentJson | null> => sql`
  (SELECT CASE WHEN w.state <> 'sent' THEN jsonb_build_object('id', w.id, 'kind', w.kind, 'state', w.state,
      'at', w.updated_at, 'content', w.content, 'emoji', w.emoji, 'code', w.error_code, 'text', w.error_text) END
    FROM amendments w WHERE w.org_id = ${sql.ref(`${m}.org_id`)} AND w.message_id = ${sql.ref(`${m}.id`)}
    ORDER BY w.n DESC LIMIT 1)`;

export function presentAmendment(row: AmendmentJson): Amendment {
  const content = row.content === null ? null : Content.parse(row.content);
  const words = content && ('text' in content && content.text ? content.text : summaryOf(content));
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    at: new Date(row.at).toISOString(),
    text: words ?? row.emoji,
    error: row.code ? { code: row.code, text: row.text ?? '' } : null,
  };
}
