import type { Ctx, Kernel } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { tokenHash } from '../../../kernel/ids.ts';
import { holdInbox, type InboxRow } from '../store.ts';
import type { Tokens } from './exchange.ts';

/** How long somebody may take to sign in at the provider (ms). */
const ticketMs = 10 * 60_000;
const tokensContext = (inboxId: string): string => `consent ${inboxId}`;
const ticketContext = (inboxId: string): string => `consent ticket ${inboxId}`;

export const sealTokens = (kernel: Pick<Kernel, 'secrets'>, inboxId: string, tokens: Tokens): string => {
  const { access, refresh, expiresAt } = tokens;
  return kernel.secrets.encrypt(JSON.stringify({ access, refresh, expiresAt }), tokensContext(inboxId));
};

export function openTokens(kernel: Pick<Kernel, 'secrets'>, inboxId: string, sealed: string): Tokens {
  const read = JSON.parse(kernel.secrets.decrypt(sealed, tokensContext(inboxId))) as Record<
    keyof Tokens,
    string
  >;
  return { access: read.access, refresh: read.refresh, expiresAt: new Date(read.expiresAt) };
}

/** What a sign-in under way needs at its end. */
export type Ticket = { inboxId: string; provider: string; verifier: string };

/** Remembers a sign-in that begins; an older one of the same inbox is void. */
export async function keepTicket(ctx: Ctx, state: string, { inboxId, ...ticket }: Ticket): Promise<void> {
  const values = {
    ticket_hash: tokenHash(state),
    ticket_sealed: ctx.secrets.encrypt(JSON.stringify(ticket), ticketContext(inboxId)),
    ticket_by: ctx.actor.id,
    ticket_until: new Date(ctx.clock.now().getTime() + ticketMs),
  };
  await ctx.db
    .insertInto('inbox_consents')
    .values({ org_id: ctx.orgId, inbox_id: inboxId, ...values })
    .onConflict((known) => known.columns(['org_id', 'inbox_id']).doUpdateSet(values))
    .execute();
}

/** Takes the sign-in that this person began, once. Throws `not_found`, also when it is too late. */
export async function takeTicket(ctx: Ctx, state: string): Promise<{ ticket: Ticket; row: InboxRow }> {
  const { id } = ctx.actor;
  const row = found(
    await ctx.db
      .selectFrom('inbox_consents')
      .select(['inbox_id', 'ticket_sealed'])
      .where('org_id', '=', ctx.orgId)
      .where('ticket_hash', '=', tokenHash(state))
      .where('ticket_by', '=', id)
      .where('ticket_until', '>', ctx.clock.now())
      .forUpdate()
      .executeTakeFirst(),
    'sign-in',
  );
  await ctx.db
    .updateTable('inbox_consents')
    .set({ ticket_hash: null, ticket_sealed: null, ticket_by: null, ticket_until: null })
    .where('org_id', '=', ctx.orgId)
    .where('inbox_id', '=', row.inbox_id)
    .execute();
  const sealed = ctx.secrets.decrypt(row.ticket_sealed ?? '', ticketContext(row.inbox_id));
  const ticket = { inboxId: row.inbox_id, ...(JSON.parse(sealed) as Omit<Ticket, 'inboxId'>) };
  return { ticket, row: await holdInbox(ctx, row.inbox_id) };
}

/** Writes a consent that was given; a renewal still under way with the former one changes nothing any more. */
export async function saveConsent(
  ctx: Ctx,
  ticket: Pick<Ticket, 'inboxId' | 'provider'>,
  given: { tokens: Tokens; account: string },
): Promise<void> {
  await ctx.db
    .updateTable('inbox_consents')
    .set(({ eb }) => ({
      provider: ticket.provider,
      account: given.account,
      state: 'given',
      tokens: sealTokens(ctx, ticket.inboxId, given.tokens),
      expires_at: given.tokens.expiresAt,
      given_at: ctx.clock.now(),
      lease_until: null,
      version: eb('version', '+', 1),
    }))
    .where('org_id', '=', ctx.orgId)
    .where('inbox_id', '=', ticket.inboxId)
    .execute();
}

/** Forgets a consent with its tokens; false when there was none. */
export async function deleteConsent(ctx: Ctx, inboxId: string): Promise<boolean> {
  const result = await ctx.db
    .deleteFrom('inbox_consents')
    .where('org_id', '=', ctx.orgId)
    .where('inbox_id', '=', inboxId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
