import type { Route } from '@meada/contract/route';
import type { FastifyInstance } from 'fastify';
import { openApiOf } from './openapi.ts';
import { escaped } from './public-page.ts';

/** `/api/openapi.json` and a page to read it, without a script. */
export function mountApiDocs(
  app: FastifyInstance,
  routes: readonly Route[],
  facts: { version: string; publicUrl: string },
): void {
  const document = openApiOf(routes, facts.version, facts.publicUrl);
  const page = pageOf(routes, facts.version);
  app.get('/api/openapi.json', async (_request, reply) => reply.send(document));
  app.get('/api/docs', async (_request, reply) =>
    reply
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      )
      .type('text/html; charset=utf-8')
      .send(page),
  );
}

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:2rem;color:#1d2421;background:#fff}
h2{margin-top:2.5rem;border-bottom:1px solid #d8dedb}code{font:14px ui-monospace,monospace}
dl{display:grid;grid-template-columns:minmax(16rem,auto) 1fr;gap:.4rem 1rem}dt b{display:inline-block;min-width:4rem}dd{margin:0}
small{color:#5b6661}@media(prefers-color-scheme:dark){body{background:#141817;color:#e6ebe8}h2{border-color:#33403b}small{color:#9fb0a8}}
@media(max-width:40rem){dl{display:block}dd{margin:0 0 .8rem}}`;

function pageOf(routes: readonly Route[], version: string): string {
  const groups = Map.groupBy(routes, (route) => route.id.split('.')[0] ?? '');
  const sections = [...groups].map(
    ([name, list]) => `<h2 id="${escaped(name)}">${escaped(name)}</h2><dl>${list.map(line).join('')}</dl>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Meada API</title><style>${style}</style><h1>Meada API ${escaped(version)}</h1>
<p>Call with <code>Authorization: Bearer mk_…</code> (Settings → API keys). Writes take an <code>Idempotency-Key</code> header:
the same key gives the same answer and acts once. Errors are <code>{ code, message, field?, retryAfter? }</code>.
Machine-readable: <a href="/api/openapi.json">openapi.json</a>.</p>${sections.join('')}</html>`;
}

const line = (route: Route): string =>
  `<dt><b>${route.method}</b> <code>${escaped(route.path)}</code></dt><dd>${escaped(route.summary)} <small>${escaped(route.access)}</small></dd>`;
