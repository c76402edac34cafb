import { type RawBuilder, sql } from 'kysely';

/** Since when an address is dead, or null: over as soon as its holder has written from there again. `i` is the identity. */
export const deadSince = (i: string): RawBuilder<Date | null> => sql<Date | null>`
  CASE WHEN ${sql.ref(`${i}.undeliverable_at`)} IS NOT NULL AND NOT EXISTS (SELECT FROM legs w
    WHERE w.org_id = ${sql.ref(`${i}.org_id`)} AND w.identity_id = ${sql.ref(`${i}.id`)}
      AND w.last_inbound_at > ${sql.ref(`${i}.undeliverable_at`)}) THEN ${sql.ref(`${i}.undeliverable_at`)} END`;
