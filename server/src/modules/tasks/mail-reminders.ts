import type { Locale } from '@meada/contract/primitives';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { SystemMail } from '../../kernel/mail.ts';
import { actorOf } from '../people/index.ts';
import { seesTask } from './sight.ts';

const atOnce = 50;
/** Pauses before a mail that could not be handed over is tried again (ms); after the last the bell alone tells of it. */
const pauses = [60_000, 600_000, 3_600_000];
/** A timer is never set further ahead: clocks are put right meanwhile. */
const mostMs = 3_600_000;

type Place = { org_id: string; task_id: string; person_id: string };

/**
 * Mails reminders that rang to who wants that. One is marked as gone in a transaction of its own before it is handed over: a
 * process that dies sends it at most once. Whoever has put the bell away meanwhile is not written to. Answers after how
 * many milliseconds the next is due; null: nothing waits.
 */
export async function mailReminders(kernel: Kernel): Promise<number | null> {
  const now = kernel.clock.now();
  const due = await kernel.database.asSystem((db) =>
    db
      .selectFrom('task_bells')
      .select(['org_id', 'task_id', 'person_id'])
      .where('mail_at', '<=', now)
      .orderBy('mail_at')
      .limit(atOnce)
      .execute(),
  );
  for (const place of due) await mailOne(kernel, place);
  if (due.length === atOnce) return 0;
  const { next } = await kernel.database.asSystem((db) =>
    db
      .selectFrom('task_bells')
      .select(({ fn }) => fn.min('mail_at').as('next'))
      .where('mail_at', 'is not', null)
      .executeTakeFirstOrThrow(),
  );
  if (next === null) return null;
  const wait = new Date(next as unknown as string).getTime() - kernel.clock.now().getTime();
  return Math.min(mostMs, Math.max(1000, wait));
}

type Claimed = {
  title: string;
  dueAt: Date | null;
  dueDay: boolean;
  zone: string;
  email: string;
  tries: number;
};

async function mailOne(kernel: Kernel, place: Place): Promise<void> {
  // With the rights of this moment: who was taken off the task meanwhile is not told what it is called.
  const person = await actorOf(kernel, { orgId: place.org_id, personId: place.person_id });
  const claimed = await inTransaction(kernel, person ?? systemActor(place.org_id), async (ctx) => {
    const row = await ctx.db
      .updateTable('task_bells')
      .set(({ eb }) => ({ mail_at: null, mail_tries: eb('mail_tries', '+', 1) }))
      .where('org_id', '=', ctx.orgId)
      .where('task_id', '=', place.task_id)
      .where('person_id', '=', place.person_id)
      .where('mail_at', '<=', ctx.clock.now())
      .returning('mail_tries as tries')
      .executeTakeFirst();
    // Another process was faster, or it was put away.
    if (!row || !person) return undefined;
    const told = await ctx.db
      .selectFrom('tasks as t')
      .innerJoin('organisations as o', 'o.id', 't.org_id')
      .innerJoin('members as m', 'm.org_id', 't.org_id')
      .select(['t.title', 't.due_at as dueAt', 't.due_day as dueDay', 'o.time_zone as zone', 'm.email'])
      .where('t.org_id', '=', ctx.orgId)
      .where('t.id', '=', place.task_id)
      .where('t.done_at', 'is', null)
      .where('t.deleted_at', 'is', null)
      .where('m.id', '=', place.person_id)
      .where('m.active', '=', true)
      .where(seesTask(ctx))
      .executeTakeFirst();
    return told && { ...told, tries: row.tries };
  });
  if (!claimed) return;
  try {
    const locale = await localeOf(kernel, place.person_id);
    const link = `${kernel.publicUrl}/tasks/mine/${place.task_id}`;
    await kernel.mailer.send(mailOf(claimed, locale, link));
  } catch (error) {
    kernel.log.warn('a reminder of a task could not be mailed', { error, taskId: place.task_id });
    await tryAgain(kernel, place, pauses[claimed.tries - 1]);
  }
}

const tryAgain = (kernel: Kernel, place: Place, pause: number | undefined): Promise<void> =>
  inTransaction(kernel, systemActor(place.org_id), async (ctx) => {
    if (pause === undefined) return;
    await ctx.db
      .updateTable('task_bells')
      .set({ mail_at: new Date(ctx.clock.now().getTime() + pause) })
      .where('org_id', '=', ctx.orgId)
      .where('task_id', '=', place.task_id)
      .where('person_id', '=', place.person_id)
      .where('mail_at', 'is', null)
      .execute();
  });

async function localeOf(kernel: Kernel, personId: string): Promise<Locale> {
  const row = await kernel.database.asSystem((db) =>
    db.selectFrom('sign_ins').select('locale').where('person_id', '=', personId).executeTakeFirst(),
  );
  return (row?.locale ?? 'pt-BR') as Locale;
}

type Words = { subject: string; begin: string; due: string; open: string; end: string };
const words: Record<Locale, Words> = {
  'pt-BR': {
    subject: 'Lembrete: {title}',
    begin: 'Olá!\n\nVocê pediu para ser lembrado desta tarefa:',
    due: 'Prazo: {due}',
    open: 'Abrir a tarefa:',
    end: 'Para não receber mais lembretes por e-mail, mude isso em Minha conta › Notificações.',
  },
  en: {
    subject: 'Reminder: {title}',
    begin: 'Hello!\n\nYou asked to be reminded of this task:',
    due: 'Due: {due}',
    open: 'Open the task:',
    end: 'To stop getting reminders by email, change this under My account › Notifications.',
  },
  es: {
    subject: 'Recordatorio: {title}',
    begin: '¡Hola!\n\nPidió que le recordáramos esta tarea:',
    due: 'Plazo: {due}',
    open: 'Abrir la tarea:',
    end: 'Para no recibir más recordatorios por correo, cámbielo en Mi cuenta › Notificaciones.',
  },
};

/** The mail in one language; what a person typed is put in once and not read again for placeholders. */
function mailOf({ title, dueAt, dueDay, zone, email }: Claimed, locale: Locale, link: string): SystemMail {
  const { subject, begin, due, open, end } = words[locale];
  const clock = dueDay ? {} : { timeStyle: 'short' as const };
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'long', ...clock, timeZone: zone });
  const line = dueAt ? `\n${due.replace('{due}', () => when.format(dueAt))}` : '';
  return {
    to: email,
    subject: subject.replace('{title}', () => title).slice(0, 200),
    text: `${begin}\n\n${title}${line}\n\n${open}\n${link}\n\n${end}\n`,
  };
}
