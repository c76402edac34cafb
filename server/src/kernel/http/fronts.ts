import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const root = join(import.meta.dirname, '../../../..');

/** The desk runs nothing that is not its own; foreign HTML is shown in sandboxed frames made of text. */
const deskPolicy = [
  "default-src 'self'",
  "img-src 'self' data: blob: https:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self' ws: wss:",
  "frame-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** A browser that brings one is probably signed in; whether it is, `/api/session` says. */
const sessionCookie = /(^|;\s*)(__Host-)?meada=/;

/** What the page has only for such a browser: the desk's files, so that they come with the page (`desk/vite-chunks.ts`). */
const deskOnly = /<!--desk (.*?)-->/s;

const names = { desk: 'desk/dist', widget: 'widget/dist' };
const aYear = 31_536_000_000;
const aDay = 86_400_000;
const locales = ['pt-BR', 'en', 'es'];

/** The worker fetches from here and runs nothing else. */
const workerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

/**
 * What makes the desk an app that can be installed: the service worker, which is asked for anew each time (a stale one would
 * keep everybody on an old desk), the manifests and the icons.
 */
async function mountApp(app: FastifyInstance, desk: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(desk, 'icons'),
    prefix: '/icons/',
    decorateReply: false,
    maxAge: aDay,
  });
  const text =
    (type: string, file: string, headers: Record<string, string>) =>
    async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
      reply
        .headers({ 'cache-control': 'no-cache', ...headers })
        .type(type)
        .send(await readFile(join(desk, file), 'utf8'));
  const script = 'text/javascript; charset=utf-8';
  app.get('/sw.js', text(script, 'sw.js', { 'content-security-policy': workerPolicy }));
  for (const locale of locales)
    app.get(
      `/manifest.${locale}.webmanifest`,
      text('application/manifest+json', `manifest.${locale}.webmanifest`, {}),
    );
}

/** Serves the built desk (every address that is nobody else's) and the widget's scripts. */
export async function mountFronts(app: FastifyInstance): Promise<void> {
  const desk = join(root, names.desk);
  const widget = join(root, names.widget);
  if (existsSync(widget)) {
    await app.register(fastifyStatic, {
      root: widget,
      prefix: '/widget/',
      preCompressed: true,
      decorateReply: false,
      setHeaders: (reply) => {
        reply.header('access-control-allow-origin', '*');
        reply.header('cross-origin-resource-policy', 'cross-origin');
        reply.header('cache-control', 'public, max-age=300');
      },
    });
  }
  const missing = (reply: FastifyReply): FastifyReply =>
    reply.status(404).send({ code: 'not_found', message: 'There is nothing here.' });
  if (!existsSync(join(desk, 'index.html'))) {
    app.setNotFoundHandler((_request, reply) => missing(reply));
    return;
  }
  await app.register(fastifyStatic, {
    root: join(desk, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: aYear,
  });
  await mountApp(app, desk);
  const page = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const signed = sessionCookie.test(request.headers.cookie ?? '');
    // Read each time: a build while the server runs gives its files other names.
    const html = await readFile(join(desk, 'index.html'), 'utf8');
    return reply
      .header('content-security-policy', deskPolicy)
      .header('cache-control', 'private, no-cache')
      .header('vary', 'cookie')
      .type('text/html; charset=utf-8')
      .send(html.replace(deskOnly, (_, links: string) => (signed ? links : '')));
  };
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    // A path with an extension is a file that is not there, not a screen.
    const isPage = request.method === 'GET' && !/^\/(api|hooks|files|assets|widget)\/|\.\w+$/.test(path);
    return isPage ? page(request, reply) : missing(reply);
  });
}
