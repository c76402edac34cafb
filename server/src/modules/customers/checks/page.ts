import type { Locale } from '@meada/contract/primitives';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../kernel/ctx.ts';
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
    ask: 'Are you talking with {firm} and want to confirm that this address is yours?',
    warn: 'If you did not ask for this, close this page: nothing happens.',
    yes: 'Yes, this address is mine',
    done: 'Confirmed. Thank you! You can close this page.',
    wrong: 'This link is no longer valid. Please ask for a new one.',
  },
  es: {
    title: 'Confirmar contacto',
    ask: '¿Estás hablando con {firm} y quieres confirmar que este contacto es tuyo?',
    warn: 'Si no lo pediste, cierra esta página: no pasa nada.',
    yes: 'Sí, este contacto es mío',
    done: 'Confirmado. ¡Gracias! Ya puedes cerrar esta página.',
    wrong: 'Este enlace ya no vale. Pide uno nuevo.',
  },
};

const localeOf = (request: FastifyRequest): Locale => {
  const wanted = String(request.headers['accept-language'] ?? '').slice(0, 2);
  return wanted === 'en' || wanted === 'es' ? wanted : 'pt-BR';
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

function page(locale: Locale, body: string): string {
  const { title } = words[locale];
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${title}</title>
<style>body{font:17px/1.5 system-ui,sans-serif;max-width:32em;margin:12vh auto;padding:0 20px;color:#182023;background:#f4f6f6}
button{font:inherit;font-weight:600;padding:10px 18px;border:0;border-radius:10px;background:#0b6e64;color:#fff;cursor:pointer}
p+p{font-size:15px;opacity:.8}@media(prefers-color-scheme:dark){body{background:#111516;color:#e7ecee}}</style>
<main><h1>${title}</h1>${body}</main></html>`;
}

function answer(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .send(html);
}

const tokenOf = (request: FastifyRequest): string => String((request.params as { token?: unknown }).token);

/**
 * The link that proves an address: a page that asks, and proves when told. Opening it does nothing, since mail programs
 * open links by themselves.
 */
export function mountChecks(app: FastifyInstance, kernel: Kernel): void {
  const gone = (reply: FastifyReply, locale: Locale) =>
    answer(reply, 404, page(locale, `<p>${words[locale].wrong}</p>`));
  app.get('/confirmar/:token', async (request, reply) => {
    const locale = localeOf(request);
    const asks = await linkAsks(kernel, tokenOf(request));
    if (!asks) return gone(reply, locale);
    const { ask, warn, yes } = words[locale];
    const text = ask.replace('{firm}', () => escaped(asks.firm));
    const form = `<form method="post"><button type="submit">${yes}</button></form>`;
    return answer(reply, 200, page(locale, `<p>${text}</p>${form}<p>${warn}</p>`));
  });
  void app.register((scope, _options, done) => {
    // A bare form has no fields; whatever else comes is not read.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null, null));
    scope.post('/confirmar/:token', { bodyLimit: 1024 }, async (request, reply) => {
      const locale = localeOf(request);
      const outcome = await answerLink(kernel, tokenOf(request));
      return outcome ? answer(reply, 200, page(locale, `<p>${words[locale].done}</p>`)) : gone(reply, locale);
    });
    done();
  });
}
