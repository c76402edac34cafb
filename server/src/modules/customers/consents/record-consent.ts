import type { CustomerConsents, recordConsent as route } from '@meada/contract/routes/customer-consents';
import { sql } from 'kysely';
import { may, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { seenBy } from '../../people/index.ts';
import { rootIdOf } from '../store.ts';
import { recordConsents } from './ledger.ts';
import { purposesOf } from './purposes.ts';
import { canWithdraw } from './rules.ts';
import { consentsOf } from './views.ts';

/**
 * Writes down what a customer said to an agent (or a key brought). Consent needs a proof: the words shown and where or
 * how it was said (LGPD art. 8). Throws `not_found`, `refused`.
 */
export async function recordConsent(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<CustomerConsents> {
  permit(ctx.actor, 'customers.write');
  const root = await rootIdOf(ctx, params.id);
  const purpose = body.purpose === null ? null : await purposeFor(ctx, body.purpose, body.state);
  if (!purpose && body.state === 'given') throw refused('Consent is given for one purpose.', 'body.purpose');
  if (body.state === 'given' && !body.messageId && !body.formId && !body.note?.trim())
    throw refused('Say how the customer agreed: a message, a form or a note.', 'body.note');
  if (body.channel !== null && !ctx.ports.channels.has(body.channel))
    throw refused('There is no such channel.', 'body.channel');
  const customerId = await ownerOf(ctx, root, body);
  const shown = body.shown?.trim() || purpose?.words || null;
  await recordConsents(ctx, [
    {
      ...{ customerId, purpose: body.purpose, channel: body.channel, identityId: body.identityId },
      ...{ state: body.state, messageId: body.messageId, formId: body.formId, note: body.note, shown },
      source: ctx.actor.kind === 'key' ? 'key' : 'person',
      version: shown && shown === purpose?.words ? purpose.version : null,
    },
  ]);
  ctx.audit({
    action: body.state === 'given' ? 'consent.given' : 'consent.withdrawn',
    subject: { kind: 'customer', id: root },
    facts: { purpose: body.purpose, channel: body.channel },
  });
  return consentsOf(ctx, root);
}

async function purposeFor(ctx: Ctx, name: string, state: 'given' | 'withdrawn') {
  const purpose = (await purposesOf(ctx)).find((one) => one.name === name);
  if (!purpose || purpose.archived) throw refused('There is no such purpose.', 'body.purpose');
  if (state === 'withdrawn' && !canWithdraw(purpose.basis))
    throw refused('This purpose rests on a contract or on law: it cannot be taken back.', 'body.purpose');
  return purpose;
}

/** Whose line it is: of the address, where one is named; it and the message must be this customer's. */
async function ownerOf(
  ctx: Ctx,
  root: string,
  { identityId, messageId }: { identityId: string | null; messageId: string | null },
): Promise<string> {
  if (messageId) await requireTheirs(ctx, root, messageId);
  if (!identityId) return root;
  const { rows } = await sql<{ owner: string }>`SELECT c.id AS owner FROM identities i
    JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
    WHERE i.org_id = ${ctx.orgId} AND i.id = ${identityId} AND c.canonical_id = ${root}`.execute(ctx.db);
  if (!rows[0]) throw notFound('address');
  return rows[0].owner;
}

/** The message is one of the customer's, and one the caller sees. */
async function requireTheirs(ctx: Ctx, root: string, messageId: string): Promise<void> {
  const { rows } =
    await sql`SELECT FROM messages m JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
    JOIN customers u ON u.org_id = c.org_id AND u.id = c.customer_id
    WHERE m.org_id = ${ctx.orgId} AND m.id = ${messageId} AND u.canonical_id = ${root}
      AND ${seenBy(ctx.actor)}`.execute(ctx.db);
  // A key writes down what its own system was told: it need not read conversations.
  const reads = ctx.actor.kind !== 'person' || may(ctx.actor, 'conversations.read');
  if (rows.length === 0 || !reads) throw notFound('message');
}
