import type { Locale } from '@meada/contract/primitives';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
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
    title: 'Notices',
    ask: 'Do you want no more notices of this company?',
    yes: 'No more notices',
    done: 'Done: you will get no more notices. Your conversations go on as usual.',
    wrong: 'This link is not valid.',
  },
  es: {
    title: 'Avisos',
    ask: '¿No quieres recibir más avisos de esta empresa?',
    yes: 'No quiero más avisos',
    done: 'Listo: no recibirás más avisos. Tus conversaciones siguen como siempre.',
    wrong: 'Este enlace no es válido.',
  },
};

const localeOf = (request: FastifyRequest): Locale => {
  const wanted = String(request.headers['accept-language'] ?? '').slice(0, 2);
  return wanted === 'en' || wanted === 'es' ? wanted : 'pt-BR';
};

/** A page of our own texts only: nothing of the request stands in it. */
function page(locale: Locale, body: string): string {
  const { title } = words[locale];
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${title}</title>
<style>body{font:17px/1.5 system-ui,sans-serif;max-width:32em;margin:12vh auto;padding:0 20px;color:#182023;background:#f4f6f6}
button{font:inherit;font-weight:600;padding:10px 18px;border:0;border-radius:10px;background:#0b6e64;color:#fff;cursor:pointer}
@media(prefers-color-scheme:dark){body{background:#111516;color:#e7ecee}}</style>
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

/**
 * The link at the end of an announcement: a page that asks, and refuses when told. Opening it does nothing, since mail
 * programs open links by themselves.
 */
export function mountRefusals(app: FastifyInstance, kernel: Kernel): void {
  const personOf = (request: FastifyRequest) =>
    readRefusalToken(kernel.secrets, String((request.params as { token?: unknown }).token));
  app.get('/avisos/:token', (request, reply) => {
    const locale = localeOf(request);
    const { ask, yes, wrong } = words[locale];
    if (!personOf(request)) return answer(reply, 404, page(locale, `<p>${wrong}</p>`));
    return answer(
      reply,
      200,
      page(locale, `<p>${ask}</p><form method="post"><button type="submit">${yes}</button></form>`),
    );
  });
  void app.register((scope, _options, done) => {
    // A bare form has no fields; whatever else comes is not read.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null, null));
    scope.post('/avisos/:token', { bodyLimit: 1024 }, async (request, reply) => {
      const locale = localeOf(request);
      const person = personOf(request);
      if (!person) return answer(reply, 404, page(locale, `<p>${words[locale].wrong}</p>`));
      await inTransaction(kernel, systemActor(person.orgId), (ctx) => refuse(ctx, person.customerId, 'link'));
      return answer(reply, 200, page(locale, `<p>${words[locale].done}</p>`));
    });
    done();
  });
}
