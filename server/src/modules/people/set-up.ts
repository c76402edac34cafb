import type { setUp as route } from '@meada/contract/routes/session';
import { sql } from 'kysely';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { setupOpen } from '../organisations/index.ts';
import { signInOfPerson } from './directory.ts';
import { foundOrganisation } from './found-organisation.ts';
import { openSession, refuseOtherSites, type SignedIn } from './sessions.ts';
import { refuseWeak } from './weak-passwords.ts';

/**
 * The first organisation and its owner, once: whoever comes at the same time is told so, whoever comes later finds the
 * page locked (LESSONS 70).
 */
export async function setUp(call: Call, input: Pick<Input<typeof route>, 'body'>): Promise<SignedIn> {
  const { kernel } = call;
  refuseOtherSites(call);
  const { organisation, name, email, password, locale, timeZone } = input.body;
  refuseWeak(password, 'body.password', [organisation, name, email]);
  const ownerId = await kernel.database.asSystem(async (db) => {
    const lock = await sql<{ got: boolean }>`SELECT pg_try_advisory_xact_lock(7332003) AS got`.execute(db);
    if (!lock.rows[0]?.got) throw new Failure('in_progress', 'Somebody is setting this installation up.');
    if (!(await setupOpen(kernel))) throw new Failure('already_set_up', 'This installation is set up.');
    const made = await foundOrganisation(kernel, {
      organisation: { name: organisation, locale, timeZone },
      owner: { name, email, password, locale },
    });
    return made.ownerId;
  });
  const signIn = await kernel.database.asSystem((db) => signInOfPerson(db, ownerId));
  if (!signIn) throw new Error('the owner just made is gone');
  return openSession(call, signIn);
}
