import type { Locale } from '@meada/contract/primitives';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { onPressed, pageLocale, plainPage, sendPage } from '../../../kernel/http/public-page.ts';
import { refuse } from './refuse.ts';
import { readRefusalToken } from './words.ts';

type Words = { title: string; ask: string; yes: string; done: string; wrong: string };

/** Texts of the page: data. */
const words: Record<Locale, Words> = {
  'pt-BR': {
    title: 'Avisos',
    ask: 'Não quer mais receber avisos desta empresa?',
    yes: 'Não quero mais avisos',
    done: 'Pronto: você não vai mais receber avisos. As suas conversas continuam normalmente.',
    wrong: 'Este link não é válido.',
  },
  en: {
    title: 'Announcements',
    ask: 'Stop receiving announcements from this company?',
    yes: 'Stop announcements',
    done: 'Done: you won’t get any more announcements. Your conversations continue as usual.',
    wrong: 'This link is not valid.',
  },
  es: {
    title: 'Avisos',
    ask: '¿No quiere recibir más avisos de esta empresa?',
    yes: 'No quiero más avisos',
    done: 'Listo: no recibirá más avisos. Sus conversaciones siguen como siempre.',
    wrong: 'Este enlace no es válido.',
  },
};

/**
 * The link at the end of an announcement: a page that asks, and refuses when told. Opening it does nothing, since mail
 * programs open links by themselves.
 */
export function mountRefusals(app: FastifyInstance, kernel: Kernel): void {
  const personOf = (request: FastifyRequest) =>
    readRefusalToken(kernel.secrets, String((request.params as { token?: unknown }).token));
  const show = (reply: FastifyReply, locale: Locale, body: string) =>
    sendPage(reply, 200, plainPage(locale, words[locale].title, body));
  const gone = (reply: FastifyReply, locale: Locale) =>
    sendPage(reply, 404, plainPage(locale, words[locale].title, `<p>${words[locale].wrong}</p>`));
  app.get('/avisos/:token', (request, reply) => {
    const locale = pageLocale(request);
    const { ask, yes } = words[locale];
    if (!personOf(request)) return gone(reply, locale);
    return show(
      reply,
      locale,
      `<p>${ask}</p><form method="post"><button type="submit">${yes}</button></form>`,
    );
  });
  onPressed(app, '/avisos/:token', async (request, reply) => {
    const locale = pageLocale(request);
    const person = personOf(request);
    if (!person) return gone(reply, locale);
    await inTransaction(kernel, systemActor(person.orgId), (ctx) => refuse(ctx, person.customerId, 'link'));
    return show(reply, locale, `<p>${words[locale].done}</p>`);
  });
}
