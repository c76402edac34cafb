import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { bodyOf, type PhoneApp, type PhoneEvent } from './app.ts';
import { customerOf, customers } from './customers.ts';

export type PhoneServer = { url: string; stop(): Promise<void> };

const pageFolder = new URL('page/', import.meta.url);
const types: Record<string, string> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html',
  svg: 'image/svg+xml',
  ogg: 'audio/ogg',
};
const libraries: Record<string, string> = {
  'preact.js': import.meta.resolve('preact'),
  'hooks.js': import.meta.resolve('preact/hooks'),
};
/** Files a customer may send (bytes, as base64 in JSON). */
const bodyLimit = 90 * 1024 * 1024;

/** The page "the customer's phone" with the control addresses of every simulator, on this machine only. */
export async function startPhone(apps: PhoneApp[], options: { port?: number } = {}): Promise<PhoneServer> {
  const app = Fastify({ bodyLimit, forceCloseConnections: true });
  // Only JSON: a form or a plain-text request of a foreign web page is not understood.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    // A foreign name that resolves to this machine would let any web page read along.
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
      return await reply.code(403).send();
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 400;
    return reply.code(status).send({ error: error instanceof Error ? error.message : 'error' });
  });
  pages(app, apps);
  controls(app, apps);
  events(app, apps);
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return { url, stop: () => app.close() };
}

function pages(app: FastifyInstance, apps: PhoneApp[]): void {
  const index = (_request: FastifyRequest, reply: FastifyReply) => asset(reply, 'index.html');
  app.get('/', index);
  for (const { link } of apps) {
    app.get(`/${link}`, index);
    app.get(`/${link}/*`, index);
  }
  app.get<{ Params: { name: string } }>('/page/:name', (request, reply) => asset(reply, request.params.name));
  app.get<{ Params: { name: string } }>('/lib/:name', async (request, reply) => {
    const { name } = request.params;
    const library = Object.hasOwn(libraries, name) ? libraries[name] : undefined;
    if (!library) return await reply.code(404).send();
    return await reply.type('text/javascript').send(await readFile(fileURLToPath(library)));
  });
}

async function asset(reply: FastifyReply, name: string) {
  const extension = /^[\w-]+\.(\w+)$/.exec(name)?.[1] ?? '';
  const type = types[extension];
  if (!type) return await reply.code(404).send();
  const bytes = await readFile(new URL(name, pageFolder)).catch(() => null);
  if (!bytes) return await reply.code(404).send();
  return await reply
    .header('cache-control', 'no-cache')
    .type(type.startsWith('text/') ? `${type}; charset=utf-8` : type)
    .send(bytes);
}

function controls(app: FastifyInstance, apps: PhoneApp[]): void {
  app.get('/control', () => ({
    customers,
    apps: apps.map(({ id, ui, name, link, icon, colours, can, contacts }) => ({
      ...{ id, ui, name, link, icon, colours, can },
      contacts: contacts(),
    })),
  }));
  for (const one of apps) {
    app.post<{ Params: { action: string } }>(`/control/${one.id}/:action`, async (request) => {
      const body = (typeof request.body === 'object' && request.body !== null ? request.body : {}) as Record<
        string,
        unknown
      >;
      const customer = customerOf(body.customer);
      const { action } = request.params;
      if (action === 'messages')
        return { address: one.addressOf(customer), messages: await one.messages(customer) };
      const work = Object.hasOwn(one.actions, action) ? one.actions[action] : undefined;
      if (!work) throw new Error(`no such action: ${action}`);
      return { ok: true, result: (await work(customer, bodyOf(body))) ?? null };
    });
    app.get<{ Params: { file: string } }>(`/control/${one.id}/file/:file`, async (request, reply) => {
      const file = await one.file(request.params.file);
      if (!file) return await reply.code(404).send();
      // Files come from the other side: no page of ours may run what is in them.
      void reply
        .header('content-security-policy', "sandbox; default-src 'none'")
        .header('x-content-type-options', 'nosniff');
      const isShown = /^(image\/(png|jpeg|gif|webp)|audio\/|video\/|application\/pdf)/.test(file.type);
      const name = encodeURIComponent(file.name);
      void reply.header(
        'content-disposition',
        `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      );
      return await reply.type(isShown ? file.type : 'application/octet-stream').send(Buffer.from(file.bytes));
    });
  }
}

function events(app: FastifyInstance, apps: PhoneApp[]): void {
  const open = new Set<FastifyReply>();
  const tell = (event: PhoneEvent) => {
    for (const reply of open) reply.raw.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  for (const one of apps) one.onChange((event) => tell({ app: one.id, ...event }));
  app.get('/events', (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write(': hello\n\n');
    open.add(reply);
    request.raw.on('close', () => open.delete(reply));
  });
}
