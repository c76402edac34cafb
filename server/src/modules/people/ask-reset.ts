import type { askReset as route } from '@meada/contract/routes/session';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { takeReset } from './attempts.ts';
import { livingSignIn } from './directory.ts';
import { mailOf } from './mails.ts';
import { lifetimes, resetLink } from './rules.ts';
import { makeTicket } from './tickets.ts';

/**
 * Sends a link to choose a new password. The answer is given before anything is looked up: known and unknown addresses
 * cannot be told apart, neither by words nor by time (LESSONS 28). At most three mails an hour to one address.
 */
export async function askReset(call: Call, input: Pick<Input<typeof route>, 'body'>): Promise<{ ok: true }> {
  const { kernel } = call;
  void sendReset(kernel, input.body.email).catch((error: unknown) => {
    kernel.log.error('a reset mail could not be sent', { error });
  });
  return { ok: true };
}

async function sendReset(kernel: Kernel, email: string): Promise<void> {
  const signIn = await kernel.database.asSystem((db) => livingSignIn(db, email));
  if (!signIn || !takeReset(kernel, email)) return;
  const { personId, locale } = signIn;
  if (!kernel.mailer.configured) {
    kernel.log.warn('a reset was asked for, but no sender of mail is configured', { personId });
    return;
  }
  const ticket = await makeTicket(kernel, { kind: 'reset', personId, lifeMs: lifetimes.resetTicket });
  await kernel.mailer.send(mailOf('reset', locale, { to: email, link: resetLink(kernel.publicUrl, ticket) }));
}
