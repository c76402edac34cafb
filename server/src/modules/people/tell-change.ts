import type { Kernel } from '../../kernel/ctx.ts';
import { type ChangeOfSignIn, mailOf } from './mails.ts';

/**
 * Tells a person by mail that their sign-in was changed, so that who did not do it themselves hears of it. Best effort:
 * the change stands whether the mail goes out or not, and nobody waits for it.
 */
export function tellChange(kernel: Kernel, personId: string, change: ChangeOfSignIn): void {
  if (!kernel.mailer.configured) return;
  void send(kernel, personId, change).catch((error: unknown) => {
    kernel.log.error('a person could not be told of a change of their sign-in', { error, personId });
  });
}

async function send(kernel: Kernel, personId: string, change: ChangeOfSignIn): Promise<void> {
  const row = await kernel.database.asSystem((db) =>
    db
      .selectFrom('sign_ins')
      .select(['email', 'locale'])
      .where('person_id', '=', personId)
      .executeTakeFirst(),
  );
  if (!row) return;
  const locale = row.locale === 'en' || row.locale === 'es' ? row.locale : 'pt-BR';
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const values = { to: row.email, link: kernel.publicUrl, when: `${when.format(kernel.clock.now())} UTC` };
  await kernel.mailer.send(mailOf(change, locale, values));
}
