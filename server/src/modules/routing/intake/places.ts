import { IntakeConditions, type IntakeRule } from '@meada/contract/routes/intake';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { languageOfText } from '../../../kernel/language.ts';
import type { Requirement } from '../engine/types.ts';
import type { ConversationFacts } from '../rows/lock.ts';
import { type QueueRow, settingsOf } from '../rows/queue.ts';
import type { Owed, Queues } from './facts.ts';
import { demandsOf, type PlacingFacts, ruleFor } from './placing.ts';

/** Where a conversation's work belongs, and what is asked of who takes it. */
export type Place = {
  /** null: no queue takes it. */
  queue: QueueRow | null;
  skills: Requirement[];
  /** As how many items it counts, by the rule or else the queue. */
  weight: number;
  /** A rule says so, and not the inbox alone. */
  byRule: boolean;
};

/** The rules in order. */
export async function loadRules(ctx: Ctx): Promise<IntakeRule[]> {
  const rows = await ctx.db
    .selectFrom('intake_rules')
    .select(['name', 'active', 'conditions', 'queue_id', 'skills', 'weight'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('position')
    .execute();
  return rows.map(({ name, active, conditions, queue_id, skills, weight }) => ({
    ...{ name, active, queueId: queue_id, skills: skills as IntakeRule['skills'], weight },
    conditions: IntakeConditions.parse(conditions),
  }));
}

/** Where work belongs that a rule places, or none. */
export function placeBy(
  queues: Queues,
  rule: Pick<IntakeRule, 'queueId' | 'skills' | 'weight'> | null,
  inboxId: string | null,
): Place {
  const named = rule?.queueId ? (queues.byId.get(rule.queueId) ?? null) : null;
  const queue = named ?? queues.forInbox(inboxId ?? '');
  const own = queue ? settingsOf(queue) : { skills: [], weight: 1 };
  const skills = demandsOf(own.skills, rule?.skills ?? []);
  return { queue, skills, weight: rule?.weight ?? own.weight, byRule: rule !== null };
}

type Row = {
  id: string;
  labels: string[];
  segments: string[];
  locale: string | null;
  own: string;
  words: string | null;
};

/** Of what was written last, so much is read to tell its language. */
const wordsOf = sql`(SELECT string_agg(t.words, ' ') FROM (
  SELECT left(m.content ->> 'text', 500) AS words FROM messages m
  WHERE m.org_id = c.org_id AND m.conversation_id = c.id AND m.author_kind = 'customer' AND m.visibility <> 'internal'
    AND m.content ->> 'kind' = 'text' ORDER BY m.seq DESC LIMIT 3) t)`;
const segmentsOf = sql`ARRAY(SELECT s.segment_id FROM segment_members s
  JOIN customers u ON u.org_id = s.org_id AND u.canonical_id = s.customer_id WHERE s.org_id = c.org_id AND u.id = c.customer_id)`;

export type Read = Pick<PlacingFacts, 'language' | 'labelIds' | 'segmentIds'> & {
  languageFrom: 'text' | 'customer' | 'organisation';
};

/**
 * The language of a matter: as it is written, where that can be told; as the customer wants it; as the firm speaks. What is
 * written counts first, since it is what somebody has to read and answer.
 */
export async function languageIn(
  words: string,
  { customer, organisation }: { customer: string | null; organisation: string },
): Promise<Pick<Read, 'language' | 'languageFrom'>> {
  const written = await languageOfText(words);
  if (written) return { language: written, languageFrom: 'text' };
  const code = (locale: string): string => locale.slice(0, 2).toLowerCase();
  if (customer) return { language: code(customer), languageFrom: 'customer' };
  return { language: code(organisation), languageFrom: 'organisation' };
}

/** What rules ask of conversations beside what routing knows of them anyway. */
export async function readForRules(
  ctx: Ctx,
  ids: readonly string[],
  rules: readonly IntakeRule[],
): Promise<Map<string, Read>> {
  const asks = (name: 'languages' | 'segmentIds'): boolean =>
    rules.some(({ active, conditions }) => active && conditions[name].length > 0);
  const reads = asks('languages');
  const { rows } = await sql<Row>`
    SELECT c.id, c.label_ids AS labels, ${asks('segmentIds') ? segmentsOf : sql`'{}'::uuid[]`} AS segments,
      k.locale, o.locale AS own, ${reads ? wordsOf : sql`NULL`} AS words
    FROM conversations c JOIN organisations o ON o.id = c.org_id
    JOIN customers r ON r.org_id = c.org_id AND r.id = c.customer_id
    LEFT JOIN customers k ON k.org_id = r.org_id AND k.id = r.canonical_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ANY (${[...ids]}::uuid[])`.execute(ctx.db);
  const found = new Map<string, Read>();
  for (const row of rows) {
    const language = await languageIn(row.words ?? '', { customer: row.locale, organisation: row.own });
    found.set(row.id, { ...language, labelIds: row.labels, segmentIds: row.segments });
  }
  return found;
}

type Known = {
  queues: Queues;
  owed: ReadonlyMap<string, Owed>;
  conversations: ReadonlyMap<string, ConversationFacts>;
};

/** Where the work of conversations belongs. Without rules nothing more is read. */
export async function placesOf(ctx: Ctx, known: Known): Promise<Map<string, Place>> {
  const { queues, owed, conversations } = known;
  const rules = await loadRules(ctx);
  const reads = rules.length > 0 ? await readForRules(ctx, [...conversations.keys()], rules) : null;
  return new Map(
    [...conversations.values()].map(({ id, inbox_id: inboxId, priority, loudness }) => {
      const read = reads?.get(id);
      const facts = { inboxId, kind: owed.get(id)?.kind ?? 'conversation', priority, loudness } as const;
      const at = read ? ruleFor(rules, { ...facts, ...read }) : null;
      return [id, placeBy(queues, at === null ? null : (rules[at] ?? null), inboxId)];
    }),
  );
}
