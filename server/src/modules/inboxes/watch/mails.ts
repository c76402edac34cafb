import type { Locale } from '@meada/contract/primitives';
import type { InboxTrouble } from '@meada/contract/routes/inbox-health';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';

/** Inboxes of an organisation whose people are to be told. */
export type Told = {
  orgId: string;
  inboxes: { id: string; name: string; ownerId: string | null; troubles: InboxTrouble[] }[];
};

type Words = { subject: string; begin: string; end: string; trouble: Record<InboxTrouble, string> };

/** Texts of the mail: data; `{names}` and `{link}` are filled in. */
const words: Record<Locale, Words> = {
  'pt-BR': {
    subject: 'Atenção: {names}',
    begin: 'Olá!\n\nAlgo não vai bem com estas caixas de entrada:',
    end: 'Veja o que houve e o que fazer:\n{link}\n\nEste aviso vem no máximo uma vez por dia para cada caixa.',
    trouble: {
      disconnected: 'sem conexão com o canal',
      silent: 'nada chega há mais tempo do que o normal',
      backlog: 'mensagens paradas na fila',
      errors: 'os envios estão falhando',
      poison: 'há mensagens que não puderam ser lidas',
      notice: 'a plataforma mandou um aviso sobre a conta',
    },
  },
  en: {
    subject: 'Attention: {names}',
    begin: 'Hello!\n\nSomething is wrong with these inboxes:',
    end: 'See what happened and what to do:\n{link}\n\nYou get this notice at most once a day for each inbox.',
    trouble: {
      disconnected: 'no connection to the channel',
      silent: 'nothing has come in for longer than usual',
      backlog: 'messages are stuck in the queue',
      errors: 'sending is failing',
      poison: 'some messages could not be read',
      notice: 'the platform sent a notice about the account',
    },
  },
  es: {
    subject: 'Atención: {names}',
    begin: '¡Hola!\n\nAlgo no va bien con estas bandejas de entrada:',
    end: 'Vea qué pasó y qué hacer:\n{link}\n\nEste aviso llega como máximo una vez al día por cada bandeja.',
    trouble: {
      disconnected: 'sin conexión con el canal',
      silent: 'no llega nada desde hace más tiempo de lo normal',
      backlog: 'mensajes detenidos en la cola',
      errors: 'los envíos están fallando',
      poison: 'hay mensajes que no se pudieron leer',
      notice: 'la plataforma envió un aviso sobre la cuenta',
    },
  },
};

/** Owners and administrators hear of every inbox, the person who answers for one of theirs. Outside any transaction. */
export async function mailTroubles(kernel: Kernel, { orgId, inboxes }: Told): Promise<void> {
  const people = await inTransaction(kernel, systemActor(orgId), (ctx) =>
    ctx.db
      .selectFrom('members')
      .select(['id', 'email', 'role'])
      .where('org_id', '=', orgId)
      .where('active', '=', true)
      .execute(),
  );
  const locales = await localesOf(
    kernel,
    people.map((person) => person.id),
  );
  for (const person of people) {
    const all = person.role === 'owner' || person.role === 'administrator';
    const theirs = inboxes.filter((inbox) => all || inbox.ownerId === person.id);
    if (theirs.length === 0) continue;
    const mail = mailOf(theirs, locales.get(person.id) ?? 'pt-BR', `${kernel.publicUrl}/settings/health`);
    await kernel.mailer.send({ to: person.email, ...mail }).catch((error: unknown) => {
      kernel.log.error('a mail about an inbox could not be sent', { error, orgId });
    });
  }
}

async function localesOf(kernel: Kernel, ids: string[]): Promise<Map<string, Locale>> {
  if (ids.length === 0) return new Map();
  const rows = await kernel.database.asSystem((db) =>
    db.selectFrom('sign_ins').select(['person_id', 'locale']).where('person_id', 'in', ids).execute(),
  );
  return new Map(rows.map((row) => [row.person_id, row.locale as Locale]));
}

/** The mail in one language; names are put in once and not read again for placeholders. */
export function mailOf(
  inboxes: Told['inboxes'],
  locale: Locale,
  link: string,
): { subject: string; text: string } {
  const { subject, begin, end, trouble } = words[locale];
  const names = inboxes.map((inbox) => inbox.name).join(', ');
  const lines = inboxes.map(
    (inbox) => `- ${inbox.name}: ${inbox.troubles.map((one) => trouble[one]).join('; ')}`,
  );
  return {
    subject: subject.replace('{names}', () => names).slice(0, 200),
    text: `${begin}\n${lines.join('\n')}\n\n${end.replace('{link}', () => link)}\n`,
  };
}
