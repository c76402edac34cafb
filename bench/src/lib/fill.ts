import type { Rig } from './rig.ts';
import type { Shop } from './shop.ts';

type Place = Pick<Shop, 'orgId' | 'inboxId'>;

/** Grown data by bulk SQL: conversations of one message and more, each of a customer with an address of the inbox. */
export type Size = {
  conversations: number;
  messages: number;
  /** What the m-th message says (an SQL expression of `m`), and how messages are indexed, when not as usual. */
  said?: { text: string; index: () => Promise<unknown> };
};

const words = `ARRAY['pedido','entrega','prazo','nota','troca','cor','tamanho','boleto','pix','frete','loja','obrigada','bom','dia']`;
/** 30 words, other ones for every row: the number is in the expression so that it is not computed once. */
const text = (n: string): string =>
  `(SELECT string_agg((${words})[1 + ((${n} * 7 + k * 13 + ${n} / 11) % 14)], ' ') FROM generate_series(1, 30) k) || ' ' || ${n}`;

/** Ids are made of the number: `uuid('1', n)` of a customer, `2` identity, `3` conversation, `4` leg. */
const id = (kind: number, n: string): string =>
  `(lpad(to_hex(${n}), 8, '0') || '-0000-7000-8000-00000000000${kind}')::uuid`;

export async function fill(rig: Pick<Rig, 'superuser'>, shop: Place, size: Size): Promise<void> {
  const each = Math.ceil(size.messages / size.conversations);
  const at = (n: string): string => `now() - (${size.conversations} - ${n}) * interval '10 seconds'`;
  const rows = `generate_series(1, ${size.conversations}) n`;
  const org = `'${shop.orgId}'::uuid`;
  const inbox = `'${shop.inboxId}'::uuid`;
  const c = rig.superuser;
  await c.query(`SET session_replication_role = replica`);
  await c.query(`INSERT INTO customers (org_id, id, canonical_id, name, seen_at)
    SELECT ${org}, ${id(1, 'n')}, ${id(1, 'n')}, 'Cliente ' || n, ${at('n')} FROM ${rows}`);
  await c.query(`INSERT INTO identities (org_id, id, customer_id, kind, value, canonical, match_key, name, proof, verified_at, source)
    SELECT ${org}, ${id(2, 'n')}, ${id(1, 'n')}, 'api_user', v, v, 'api_user:' || v, 'Cliente ' || n, 'platform', now(), 'api'
    FROM ${rows}, LATERAL (SELECT ${inbox} || ':user-' || n AS v) x`);
  await c.query(`INSERT INTO conversations (org_id, id, protocol, customer_id, brand_id, channel, inbox_id, last_seq, last_inbound_seq,
      preview, preview_kind, preview_author, waiting_since, active_at, created_at)
    SELECT ${org}, ${id(3, 'n')}, '20200101' || lpad(n::text, 8, '0'), ${id(1, 'n')},
      (SELECT id FROM brands WHERE org_id = ${org}), 'api', ${inbox}, ${each}, ${each}, 'Mensagem ' || n, 'text', 'customer', ${at('n')}, ${at('n')}, ${at('n')}
    FROM ${rows}`);
  await c.query(`INSERT INTO participants (org_id, id, conversation_id, identity_id, role)
    SELECT ${org}, ${id(5, 'n')}, ${id(3, 'n')}, ${id(2, 'n')}, 'requester' FROM ${rows}`);
  await c.query(`INSERT INTO legs (org_id, id, conversation_id, inbox_id, identity_id, join_reason, last_inbound_at)
    SELECT ${org}, ${id(4, 'n')}, ${id(3, 'n')}, ${inbox}, ${id(2, 'n')}, 'new', ${at('n')} FROM ${rows}`);
  const every = `generate_series(1, ${size.conversations * each}) m, LATERAL (SELECT (m - 1) % ${size.conversations} + 1 AS n, (m - 1) / ${size.conversations} + 1 AS seq) x`;
  await c.query(`INSERT INTO messages (org_id, id, conversation_id, seq, at, author_kind, author_id, inbox_id, leg_id, content, join_reason)
    SELECT ${org}, ${id(6, 'm')}, ${id(3, 'n')}, seq, ${at('n')}, 'customer', ${id(2, 'n')}, ${inbox}, ${id(4, 'n')},
      jsonb_build_object('v', 1, 'kind', 'text', 'text', ${size.said?.text ?? text('m')}), 'customer' FROM ${every}`);
  await c.query(`INSERT INTO external_ids (org_id, inbox_id, external_id, message_id)
    SELECT ${org}, ${inbox}, 'filled-' || m, ${id(6, 'm')} FROM ${every}`);
  if (size.said) await size.said.index();
  else
    await c.query(`INSERT INTO message_search (org_id, message_id, conversation_id, at, terms)
      SELECT org_id, id, conversation_id, at, to_tsvector('portuguese', content->>'text') FROM messages WHERE org_id = ${org}`);
  await c.query(`SET session_replication_role = origin`);
  await c.query('VACUUM ANALYZE');
}

/** Puts messages of known customers into the ledger as the webhook does; `run` makes their ids new. */
export async function addReceipts(
  rig: Rig,
  shop: Shop,
  { count, senders, run }: { count: number; senders: number; run: string },
): Promise<void> {
  await rig.superuser.query(
    `INSERT INTO receipts (org_id, id, inbox_id, external_hash, external_id, body, headers, facts)
     SELECT $1, gen_random_uuid(), $2, sha256(uuid_send(gen_random_uuid())), 'message:' || e,
       convert_to(jsonb_build_object('v', 1, 'item', jsonb_build_object('kind', 'message', 'externalId', e, 'at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'from', jsonb_build_object('id', 'user-' || (1 + (n * 7919) % $4), 'name', 'Cliente'), 'text', ${text('n')}))::text, 'UTF8'),
       '{"content-type": "application/json"}', jsonb_build_object('inbox', $2::uuid, 'by', 'signature')
     FROM generate_series(1, $3::bigint) n, LATERAL (SELECT $5::text || n AS e) x`,
    [shop.orgId, shop.inboxId, count, senders, run],
  );
}
