import type { Outgoing } from '@meada/contract/content';
import type { Ctx } from '../../../kernel/ctx.ts';

export type Crowd = {
  inboxId: string;
  channel: string;
  /** Identity kind of the channel and space of its match key. */
  kind: string;
  count: number;
  content: Outgoing;
  /** Messages to each; all of one conversation. */
  each?: number;
  /** Numbers addresses are made of begin here; another crowd needs other ones. */
  from?: number;
};

/** Queues messages to as many new customers, as a campaign leaves them. For tests and benchmarks. */
export async function queueCrowd(ctx: Ctx, crowd: Crowd): Promise<void> {
  const { inboxId, channel, kind, count, content, each = 1, from = 10_000_000 } = crowd;
  const ids = Array.from({ length: count }, () => Array.from({ length: 4 }, () => ctx.ids.uuid()));
  const columns = [0, 1, 2, 3].map((n) => ids.map((one) => one[n]));
  const { client, orgId } = ctx;
  const people = `unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) WITH ORDINALITY AS p(customer, identity, conversation, leg, n)`;
  const values = [orgId, ...columns];
  await client.query(
    `INSERT INTO customers (org_id, id, canonical_id, name)
     SELECT $1, customer, customer, 'Cliente ' || n FROM unnest($2::uuid[]) WITH ORDINALITY AS p(customer, n)`,
    [orgId, columns[0]],
  );
  await client.query(
    `INSERT INTO identities (org_id, id, customer_id, kind, value, canonical, match_key, name, proof, verified_at, source)
     SELECT $1, identity, customer, $6, v, v, 'tel:' || v, 'Cliente ' || n, 'platform', now(), 'test'
     FROM ${people}, LATERAL (SELECT '55119' || ($7::bigint + n) AS v) x, (SELECT $4::uuid[], $5::uuid[]) unused`,
    [...values, kind, from],
  );
  await client.query(
    `INSERT INTO conversations (org_id, id, protocol, customer_id, brand_id, channel, inbox_id, last_seq)
     SELECT $1, conversation, '2020' || lpad(($8::bigint + n)::text, 12, '0'), customer,
       (SELECT brand_id FROM inboxes WHERE org_id = $1 AND id = $6), $7, $6, $9
     FROM ${people}`,
    [...values, inboxId, channel, from, each],
  );
  await client.query(
    `INSERT INTO legs (org_id, id, conversation_id, inbox_id, identity_id, join_reason)
     SELECT $1, leg, conversation, $6, identity, 'started_by_agent' FROM ${people}`,
    [...values, inboxId],
  );
  await client.query(
    `WITH m AS (
       INSERT INTO messages (org_id, id, conversation_id, seq, at, author_kind, inbox_id, leg_id, content)
       SELECT $1, gen_random_uuid(), conversation, s, now(), 'bot', $6, leg, $7::jsonb
       FROM ${people}, generate_series(1, $8::int) s ORDER BY s, n RETURNING id, conversation_id, leg_id, seq
     )
     INSERT INTO dispatches (org_id, id, message_id, conversation_id, inbox_id, leg_id)
     SELECT $1, gen_random_uuid(), id, conversation_id, $6, leg_id FROM m ORDER BY seq`,
    [...values, inboxId, JSON.stringify(content), each],
  );
  ctx.afterCommit(() => ctx.bus.wake('dispatch'));
}
