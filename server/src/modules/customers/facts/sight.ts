import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { may } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { seenBy } from '../../people/index.ts';
import { ofTheMatter } from './asked.ts';

/**
 * Whether the reader sees the conversation a fact (`f`) was told in, as a condition. A key writes down and reads what its own
 * system was told: it need not read conversations.
 */
export function seesItsConversation(ctx: Ctx): RawBuilder<SqlBool> {
  if (ctx.actor.kind === 'person' && !may(ctx.actor, 'conversations.read')) return sql`false`;
  return sql`EXISTS (SELECT FROM conversations c
    WHERE c.org_id = f.org_id AND c.id = f.conversation_id AND ${seenBy(ctx.actor)})`;
}

/**
 * Whether a fact (`f`) is the reader's to know. What somebody told of themselves stands in the record, as their addresses do;
 * an order's number is of the matter it was told in, and of nobody who does not see that.
 */
export const isTheirs = (ctx: Ctx): RawBuilder<SqlBool> =>
  sql`(f.conversation_id IS NULL OR NOT f.kind = ANY (${[...ofTheMatter]}::text[]) OR ${seesItsConversation(ctx)})`;
