import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Rules a careless or hostile page may have; none of them may reach the chat, whatever their weight. */
const hostile = `
  * { box-sizing: content-box !important; font: italic 30px/3 serif !important; color: lime !important;
      letter-spacing: 4px !important; text-transform: uppercase !important; }
  button, svg { display: none !important; }
  div { position: static !important; transform: rotate(4deg) !important; opacity: .4 !important; }
  body { transform: translateX(40px); padding: 30px; overflow: hidden; }`;

const policy = (server: string) =>
  [
    "default-src 'none'",
    `script-src ${server}`,
    `connect-src ${server} ${server.replace(/^http/, 'ws')}`,
    `img-src ${server}`,
    `media-src ${server}`,
    "style-src 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types meada',
  ].join('; ');

const documentOf = (server: string, inboxKey: string, head: string) => `<!doctype html>
<html lang="pt-BR"><head><meta charset="utf-8"><title>Loja</title>
<meta name="viewport" content="width=device-width,initial-scale=1">${head}</head>
<body><main><h1>Minha loja</h1><p id="text">Texto da página. <a href="#x">Um link</a></p>
<p><a href="#chat" data-meada-open>Falar com a loja</a></p></main>
<script async src="${server}/widget/loader.js" data-inbox="${inboxKey}"></script></body></html>`;

/** A shop's own site, on an origin that is not the server's: `/` is well-behaved, `/hostile` has rules against us. */
export async function startShopPage(server: string, inboxKey: string) {
  const web = createServer((request, response) => {
    response.setHeader('content-security-policy', policy(server));
    if (request.url === '/hostile.css')
      return void response.setHeader('content-type', 'text/css').end(hostile);
    const head = request.url === '/hostile' ? '<link rel="stylesheet" href="/hostile.css">' : '';
    response.setHeader('content-type', 'text/html; charset=utf-8').end(documentOf(server, inboxKey, head));
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const { port } = web.address() as AddressInfo;
  const stop = async () => {
    web.closeAllConnections();
    await new Promise((resolve) => web.close(resolve));
  };
  return { url: `http://localhost:${port}`, stop };
}
