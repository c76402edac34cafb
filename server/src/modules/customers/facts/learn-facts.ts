import { askedFacts } from '@meada/contract/questions';
import type { FactKind } from '@meada/contract/routes/facts';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { type Since, wasKnown } from './asked.ts';
import { extractFacts } from './extract.ts';
import { keepFact } from './keep.ts';

/** How long after our question a bare answer counts as one to it. */
const answeredWithinMs = 24 * 3_600_000;

/**
 * Reads messages behind the log: what a customer tells is kept as facts, and our questions are written down with whether
 * the customer had told it before. Twice over an event does no harm.
 */
export async function learnFacts(kernel: Kernel, events: LoggedEvent[]): Promise<void> {
  const byOrg = Map.groupBy(events.filter(concerns), (event) => event.orgId);
  for (const [orgId, list] of byOrg) {
    const ids = list.map((event) => String(event.facts.messageId));
    await inTransaction(kernel, systemActor(orgId), (ctx) => learnFrom(ctx, ids));
  }
}

const concerns = ({ name, facts }: LoggedEvent): boolean =>
  name === 'message.created' &&
  facts.visibility !== 'internal' &&
  facts.automatic === 'no' &&
  (facts.authorKind === 'customer' || facts.authorKind === 'person' || facts.authorKind === 'bot');

type Message = {
  id: string;
  conversation_id: string;
  inbox_id: string | null;
  at: Date;
  author_kind: string;
  author_id: string | null;
  text: string;
  root: string;
  /** Who wrote, if a customer: owner of the identity and its canonical customer. */
  owner: string | null;
  owner_root: string | null;
};

async function learnFrom(ctx: Ctx, ids: string[]): Promise<void> {
  const messages = await load(ctx, ids);
  if (messages.length === 0) return;
  const roots = [...new Set(messages.map(({ root }) => root))];
  const known = await sincesOf(ctx, roots);
  const asked = await askedIn(ctx, messages);
  for (const message of messages) {
    if (message.author_kind === 'customer') await readAnswer(ctx, message, { known, asked });
    else await readQuestion(ctx, message, { known, asked });
  }
}

const load = async (ctx: Ctx, ids: string[]): Promise<Message[]> => {
  const result = await sql<Message>`
    SELECT m.id, m.conversation_id, m.inbox_id, m.at, m.author_kind, m.author_id, m.content->>'text' AS text,
      r.canonical_id AS root, i.customer_id AS owner, o.canonical_id AS owner_root
    FROM messages m
    JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
    JOIN customers r ON r.org_id = c.org_id AND r.id = c.customer_id
    LEFT JOIN identities i ON m.author_kind = 'customer' AND i.org_id = m.org_id AND i.id = m.author_id
    LEFT JOIN customers o ON o.org_id = i.org_id AND o.id = i.customer_id
    WHERE m.org_id = ${ctx.orgId} AND m.id = ANY (${ids}::uuid[]) AND m.deleted_at IS NULL AND m.content->>'text' <> ''
    ORDER BY m.at, m.seq`.execute(ctx.db);
  return result.rows;
};

type Memory = {
  /** By canonical customer. */
  known: Map<string, Since[]>;
  /** By conversation, oldest first. */
  asked: Map<string, { kinds: FactKind[]; at: Date }[]>;
};

const push = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

/** Since when what is known of customers: told, among their identities, among their addresses. */
async function sincesOf(ctx: Ctx, roots: string[]): Promise<Map<string, Since[]>> {
  const result = await sql<Since & { root: string }>`
    WITH people AS (
      SELECT id, canonical_id AS root FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ANY (${roots}::uuid[]))
    SELECT p.root, f.kind, f.given_at AS at, f.conversation_id AS "conversationId"
    FROM people p JOIN customer_facts f ON f.org_id = ${ctx.orgId} AND f.customer_id = p.id AND f.ended_at IS NULL
    UNION ALL
    SELECT p.root, CASE WHEN i.match_key LIKE 'tel:%' THEN 'phone' ELSE i.kind END, i.created_at, NULL
    FROM people p JOIN identities i ON i.org_id = ${ctx.orgId} AND i.customer_id = p.id AND i.ended_at IS NULL
    WHERE i.kind IN ('cpf', 'cnpj', 'email', 'phone') OR i.match_key LIKE 'tel:%'
    UNION ALL
    SELECT p.root, 'address', a.created_at, NULL
    FROM people p JOIN postal_addresses a ON a.org_id = ${ctx.orgId} AND a.customer_id = p.id AND a.ended_at IS NULL`.execute(
    ctx.db,
  );
  const map = new Map<string, Since[]>();
  for (const { root, ...since } of result.rows) push(map, root, since);
  return map;
}

async function askedIn(ctx: Ctx, messages: readonly Message[]): Promise<Memory['asked']> {
  const first = Math.min(...messages.map(({ at }) => at.getTime()));
  const conversations = [...new Set(messages.map((message) => message.conversation_id))];
  const result = await sql<{ conversation_id: string; kinds: FactKind[]; at: Date }>`
    SELECT conversation_id, array_agg(kind) AS kinds, at FROM fact_questions
    WHERE org_id = ${ctx.orgId} AND conversation_id = ANY (${conversations}::uuid[])
      AND at > ${new Date(first - answeredWithinMs)}
    GROUP BY conversation_id, message_id, at ORDER BY at`.execute(ctx.db);
  const map: Memory['asked'] = new Map();
  for (const { conversation_id, kinds, at } of result.rows) push(map, conversation_id, { kinds, at });
  return map;
}

/** What our last question before a message asked for. */
function lastAsked(message: Message, asked: Memory['asked']): FactKind[] {
  const before = (asked.get(message.conversation_id) ?? []).filter(
    ({ at }) => at < message.at && message.at.getTime() - at.getTime() < answeredWithinMs,
  );
  return before.at(-1)?.kinds ?? [];
}

/** Only what the customer of the conversation says of themself; others in a group speak for themselves elsewhere. */
async function readAnswer(ctx: Ctx, message: Message, { known, asked }: Memory): Promise<void> {
  const { owner, owner_root: ownerRoot, root, at, conversation_id: conversationId } = message;
  if (owner === null || ownerRoot !== root) return;
  for (const fact of extractFacts(message.text, lastAsked(message, asked))) {
    const from = { messageId: message.id, conversationId, inboxId: message.inbox_id, at };
    await keepFact(ctx, { customerId: owner, ...fact, source: 'message', ...from });
    push(known, root, { kind: fact.kind, at, conversationId });
  }
}

async function readQuestion(ctx: Ctx, message: Message, { known, asked }: Memory): Promise<void> {
  const kinds = askedFacts(message.text);
  if (kinds.length === 0) return;
  const { at, root, conversation_id: conversationId } = message;
  const rows = kinds.map((kind) => ({
    org_id: ctx.orgId,
    message_id: message.id,
    kind,
    customer_id: root,
    conversation_id: conversationId,
    inbox_id: message.inbox_id,
    author_kind: message.author_kind,
    author_id: message.author_id,
    known: wasKnown({ kind, at, conversationId }, known.get(root) ?? []),
    at,
  }));
  await ctx.db
    .insertInto('fact_questions')
    .values(rows)
    .onConflict((on) => on.doNothing())
    .execute();
  push(asked, conversationId, { kinds, at });
}
