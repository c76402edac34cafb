import type { Ctx } from '../ctx.ts';
import type { Database } from '../db/database.ts';
import { dropFromKeyLists } from './key-list.ts';

type Destroying = Pick<Ctx, 'db' | 'orgId' | 'clock' | 'afterCommit' | 'log'>;

/**
 * Destroys the backup key of a subject of the transaction's organisation (a customer, a member, an invitation): what any
 * backup holds of it can be read no more, as far as docs/decisions/0011-keys-of-subjects.md says. The lists beside the
 * backups in `folders` lose the key after commit; those elsewhere with the next backup there. Answers whether there was one.
 */
export async function destroySubjectKey(
  ctx: Destroying,
  subjectId: string,
  folders: readonly string[],
): Promise<boolean> {
  const gone = await ctx.db
    .updateTable('subject_keys')
    .set({ sealed: null, destroyed_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('subject_id', '=', subjectId)
    .where('destroyed_at', 'is', null)
    .returning('id')
    .execute();
  const ids = new Set(gone.map(({ id }) => id));
  if (ids.size > 0) ctx.afterCommit(() => dropEverywhere(ids, folders).catch(tellIn(ctx)));
  return ids.size > 0;
}

/** The same for a sign-in, which belongs to no organisation. */
export async function destroySignInKey(
  kernel: { database: Database; clock: Ctx['clock'] },
  personId: string,
  folders: readonly string[],
): Promise<boolean> {
  const gone = await kernel.database.asSystem((db) =>
    db
      .updateTable('sign_in_keys')
      .set({ sealed: null, destroyed_at: kernel.clock.now() })
      .where('person_id', '=', personId)
      .where('destroyed_at', 'is', null)
      .returning('id')
      .execute(),
  );
  const ids = new Set(gone.map(({ id }) => id));
  await dropEverywhere(ids, folders);
  return ids.size > 0;
}

async function dropEverywhere(ids: ReadonlySet<string>, folders: readonly string[]): Promise<void> {
  for (const folder of folders) await dropFromKeyLists(folder, ids);
}

/** The next backup makes good what fails here: the database knows which keys are gone. */
const tellIn =
  ({ log }: Pick<Ctx, 'log'>) =>
  (error: unknown): void =>
    log.warn('a list of backup keys could not be written', { error: String(error) });
