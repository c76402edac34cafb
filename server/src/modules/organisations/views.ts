import type { Organisation } from '@meada/contract/routes/people';
import type { z } from 'zod';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Tx } from '../../kernel/db/connection.ts';

export type OrganisationView = z.infer<typeof Organisation>;

/** The organisation of this transaction. */
export async function organisationOf(db: Tx, orgId: string): Promise<OrganisationView> {
  const row = await db
    .selectFrom('organisations')
    .select(['id', 'name', 'slug', 'locale', 'time_zone'])
    .where('id', '=', orgId)
    .executeTakeFirstOrThrow();
  const { time_zone: timeZone, ...rest } = row;
  return { ...rest, timeZone } as OrganisationView;
}

const closed = new WeakSet<Kernel['database']>();

/**
 * Whether the installation still waits for its first organisation: nobody serves any. Once somebody does it stays
 * closed, so that later calls ask nothing.
 */
export async function setupOpen(kernel: Pick<Kernel, 'database'>): Promise<boolean> {
  if (closed.has(kernel.database)) return false;
  const somebody = await kernel.database.asSystem((db) =>
    db.selectFrom('memberships').select('person_id').limit(1).executeTakeFirst(),
  );
  if (somebody) closed.add(kernel.database);
  return !somebody;
}
