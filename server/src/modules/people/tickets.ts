import { sql } from 'kysely';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Tx } from '../../kernel/db/connection.ts';
import { tokenHash } from '../../kernel/ids.ts';
import { factorTries } from './rules.ts';

/** Half-done sign-ins and password resets: 256 random bits, hashed at rest, expiring, used once (LESSONS 25, 26). */
export type TicketKind = 'reset' | 'second_factor';

/** Makes a ticket; `lifeMs` from now. Answers its text, which is kept nowhere. */
export async function makeTicket(
  kernel: Kernel,
  ticket: { kind: TicketKind; personId: string; lifeMs: number },
): Promise<string> {
  const token = kernel.ids.token();
  const now = kernel.clock.now();
  await kernel.database.asSystem(async (db) => {
    await db.deleteFrom('sign_in_tickets').where('expires_at', '<=', now).execute();
    await db
      .insertInto('sign_in_tickets')
      .values({
        token_hash: tokenHash(token),
        kind: ticket.kind,
        person_id: ticket.personId,
        expires_at: new Date(now.getTime() + ticket.lifeMs),
      })
      .execute();
  });
  return token;
}

/** Uses up one try of a ticket and answers whose it is; null when it is unknown, expired or out of tries. */
export async function tryTicket(kernel: Kernel, kind: TicketKind, token: string): Promise<string | null> {
  const row = await kernel.database.asSystem((db) =>
    db
      .updateTable('sign_in_tickets')
      .set({ tries: sql`tries + 1` })
      .where('token_hash', '=', tokenHash(token))
      .where('kind', '=', kind)
      .where('expires_at', '>', kernel.clock.now())
      .where('tries', '<', factorTries)
      .returning('person_id')
      .executeTakeFirst(),
  );
  return row?.person_id ?? null;
}

/** Takes a ticket away for good; null when another request was first. */
export async function useTicket(
  db: Tx,
  ticket: { kind: TicketKind; token: string; now: Date },
): Promise<string | null> {
  const row = await db
    .deleteFrom('sign_in_tickets')
    .where('token_hash', '=', tokenHash(ticket.token))
    .where('kind', '=', ticket.kind)
    .where('expires_at', '>', ticket.now)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/** Takes all of a person's tickets away: what began before a change of password does not go on after it. */
export async function dropTickets(db: Tx, personId: string): Promise<void> {
  await db.deleteFrom('sign_in_tickets').where('person_id', '=', personId).execute();
}
