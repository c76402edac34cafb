import type { ChannelManifest } from '@meada/contract/channels';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, found, refused } from '../../../kernel/errors.ts';
import { insertCustomer, type KeyedAddress, readAddress } from '../../customers/index.ts';
import { channelCannot } from '../sending/rules.ts';

/** With whom a conversation is started: the customer (root) and the address, where there is one. */
export type Recipient = { customerId: string; identity: IdentityRow | null };
export type IdentityRow = { id: string; kind: string; ended_at: Date | null; root: string };

export type RecipientInput = {
  customerId?: string | undefined;
  identityId?: string | undefined;
  address?: { kind: string; value: string; name?: string | undefined } | undefined;
};

const identitySelect = sql`SELECT i.id, i.kind, i.ended_at, o.canonical_id AS root FROM identities i
  JOIN customers o ON o.org_id = i.org_id AND o.id = i.customer_id`;

/** Finds (or, by a new address, makes) the other side. Ids of another organisation are 404 like unknown ones (LESSONS 37). */
export async function findRecipient(
  ctx: Ctx,
  manifest: ChannelManifest,
  input: RecipientInput,
): Promise<Recipient> {
  const root = input.customerId === undefined ? null : await rootOf(ctx, input.customerId);
  if (input.identityId !== undefined) {
    const result =
      await sql<IdentityRow>`${identitySelect} WHERE i.org_id = ${ctx.orgId} AND i.id = ${input.identityId}`.execute(
        ctx.db,
      );
    const identity = found(result.rows[0], 'address');
    if (root !== null && identity.root !== root)
      throw refused('This address is not this customer’s.', 'body.identityId');
    return { customerId: identity.root, identity };
  }
  if (input.address) return byAddress(ctx, manifest, { ...input.address, root });
  if (root === null) throw refused('Say with whom: a customer or an address.', 'body.customerId');
  return { customerId: root, identity: await bestAddress(ctx, manifest, root) };
}

async function rootOf(ctx: Ctx, customerId: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('customers')
    .select('canonical_id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', customerId)
    .executeTakeFirst();
  return found(row, 'customer').canonical_id;
}

/** The customer's address on this channel: a proven one first, then the one last added. */
async function bestAddress(ctx: Ctx, manifest: ChannelManifest, root: string): Promise<IdentityRow | null> {
  const kinds = manifest.identityKinds.map((kind) => kind.kind);
  const result = await sql<IdentityRow>`${identitySelect}
    WHERE i.org_id = ${ctx.orgId} AND o.canonical_id = ${root} AND i.ended_at IS NULL AND i.kind = ANY(${kinds})
    ORDER BY i.verified_at IS NULL, i.source LIKE 'claim:%', i.created_at DESC, i.id LIMIT 1`.execute(ctx.db);
  return result.rows[0] ?? null;
}

type Wanted = { kind: string; value: string; name?: string | undefined; root: string | null };

/** Who holds the address: a proven holder, else somebody who wrote from it or was written to, else whoever claims it. */
async function byAddress(ctx: Ctx, manifest: ChannelManifest, wanted: Wanted): Promise<Recipient> {
  const keyed = keyOf(ctx, wanted);
  // Two agents who write to the same new address at once make one customer.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${ctx.orgId} ${keyed.matchKey}`}, 2))`.execute(
    ctx.db,
  );
  const kinds = new Set(manifest.identityKinds.map((kind) => kind.kind));
  const result = await sql<IdentityRow>`${identitySelect}
    WHERE i.org_id = ${ctx.orgId} AND i.match_key = ${keyed.matchKey} AND i.ended_at IS NULL
      -- A card tells of somebody: writing to that address is no word to whoever sent the card.
      AND (i.source <> 'claim:card' OR o.canonical_id = ${wanted.root}::uuid)
      AND (${wanted.root}::uuid IS NULL OR o.canonical_id = ${wanted.root}::uuid)
    ORDER BY i.verified_at IS NULL, i.source NOT IN ('inbound', 'outbound'), i.kind <> ${keyed.kind}, i.created_at, i.id`.execute(
    ctx.db,
  );
  const holder = result.rows[0];
  const root = wanted.root ?? holder?.root ?? (await insertCustomer(ctx, { name: wanted.name || null }));
  const known = result.rows.find((row) => row.root === root && (kinds.size === 0 || kinds.has(row.kind)));
  if (known) return { customerId: root, identity: known };
  if (manifest.identityKinds.length > 0 && !kinds.has(keyed.kind))
    throw channelCannot('This channel does not send to such an address.', 'body.address.kind');
  return { customerId: root, identity: await newIdentity(ctx, keyed, { root, name: wanted.name }) };
}

function keyOf(ctx: Ctx, wanted: Wanted): KeyedAddress {
  try {
    return readAddress(ctx.ports.identityKinds, wanted.kind, wanted.value);
  } catch (error) {
    if (error instanceof Failure) throw refused(error.message, 'body.address.value');
    throw error;
  }
}

/** An address somebody typed: proves nothing until an answer comes from it. */
async function newIdentity(
  ctx: Ctx,
  keyed: KeyedAddress,
  of: { root: string; name: string | undefined },
): Promise<IdentityRow> {
  const id = ctx.ids.uuid();
  await ctx.db
    .insertInto('identities')
    .values({
      org_id: ctx.orgId,
      id,
      customer_id: of.root,
      kind: keyed.kind,
      value: keyed.value,
      canonical: keyed.canonical,
      match_key: keyed.matchKey,
      name: of.name || null,
      source: 'person',
      created_at: ctx.clock.now(),
    })
    .execute();
  return { id, kind: keyed.kind, ended_at: null, root: of.root };
}
