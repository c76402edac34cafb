import type { Locale } from '@meada/contract/primitives';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../kernel/ctx.ts';
import { escaped, onPressed, pageLocale, plainPage, sendPage } from '../../../kernel/http/public-page.ts';
import { answerLink, linkAsks } from './answer-link.ts';

type Words = { title: string; ask: string; warn: string; yes: string; done: string; wrong: string };

/** Texts of the page: data. */
const words: Record<Locale, Words> = {
  'pt-BR': {
    title: 'Confirmar contato',
    ask: 'Você está falando com {firm} e quer confirmar que este contato é seu?',
    warn: 'Se você não pediu isso, feche esta página: nada acontece.',
    yes: 'Sim, este contato é meu',
    done: 'Confirmado. Obrigado! Você já pode fechar esta página.',
    wrong: 'Este link não vale mais. Peça um novo no atendimento.',
  },
  en: {
    title: 'Confirm your address',
    ask: 'Are you talking to {firm} and do you want to confirm that this address is yours?',
    warn: 'If you didn’t ask for this, close this page: nothing will happen.',
    yes: 'Yes, this address is mine',
    done: 'Confirmed. Thank you! You can close this page.',
    wrong: 'This link is no longer valid. Please ask for a new one.',
  },
  es: {
    title: 'Confirmar contacto',
    ask: '¿Está hablando con {firm} y quiere confirmar que este contacto es suyo?',
    warn: 'Si no lo pidió, cierre esta página: no pasa nada.',
    yes: 'Sí, este contacto es mío',
    done: 'Confirmado. ¡Gracias! Ya puede cerrar esta página.',
    wrong: 'Este enlace ya no vale. Pida uno nuevo.',
  },
};

const tokenOf = (request: FastifyRequest): string => String((request.params as { token?: unknown }).token);

/**
 * The link that proves an address: a page that asks, and proves when told. Opening it does nothing, since mail programs
 * open links by themselves.
 */
export function mountChecks(app: FastifyInstance, kernel: Kernel): void {
  const show = (reply: FastifyReply, locale: Locale, body: string) =>
    sendPage(reply, 200, plainPage(locale, words[locale].title, body));
  const gone = (reply: FastifyReply, locale: Locale) =>
    sendPage(reply, 404, plainPage(locale, words[locale].title, `<p>${words[locale].wrong}</p>`));
  app.get('/confirmar/:token', async (request, reply) => {
    const locale = pageLocale(request);
    const asks = await linkAsks(kernel, tokenOf(request));
    if (!asks) return gone(reply, locale);
    const { ask, warn, yes } = words[locale];
    const text = ask.replace('{firm}', () => escaped(asks.firm));
    const form = `<form method="post"><button type="submit">${yes}</button></form>`;
    return show(reply, locale, `<p>${text}</p>${form}<p>${warn}</p>`);
  });
  onPressed(app, '/confirmar/:token', async (request, reply) => {
    const locale = pageLocale(request);
    const outcome = await answerLink(kernel, tokenOf(request));
    return outcome ? show(reply, locale, `<p>${words[locale].done}</p>`) : gone(reply, locale);
  });
}
