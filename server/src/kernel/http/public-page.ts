import type { Locale } from '@meada/contract/primitives';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Pages for people outside the firm, without account and without script: a link of ours leads there. */

/** The reader's language, as far as their browser says one of ours. */
export const pageLocale = (request: FastifyRequest): Locale => {
  const wanted = String(request.headers['accept-language'] ?? '').slice(0, 2);
  return wanted === 'en' || wanted === 'es' ? wanted : 'pt-BR';
};

/** Text as HTML shows it, in elements and in quoted attributes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** A page that asks or tells one thing. `body` is HTML. */
export const plainPage = (locale: Locale, title: string, body: string): string =>
  `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${escaped(title)}</title>
<style>body{font:17px/1.5 system-ui,sans-serif;max-width:32em;margin:12vh auto;padding:0 20px;color:#182023;background:#f4f6f6}
button{font:inherit;font-weight:600;padding:10px 18px;border:0;border-radius:10px;background:#0b6e64;color:#fff;cursor:pointer}
form+p{font-size:15px;opacity:.8}@media(prefers-color-scheme:dark){body{background:#111516;color:#e7ecee}}</style>
<main><h1>${escaped(title)}</h1>${body}</main></html>`;

/** Sends a page that may do nothing but show itself and send its own form; nobody keeps it or learns where it lies. */
export const sendPage = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .send(html);

/** The button of such a page: a form without fields, posted to the page's own address. Whatever else comes is not read. */
export function onPressed(
  app: FastifyInstance,
  path: string,
  pressed: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null, null));
    scope.post(path, { bodyLimit: 1024 }, pressed);
    done();
  });
}
