import { askCallback, leaveForm, readSite } from '@meada/contract/routes/site';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import { type Call, type Mounted, serveOutside } from '../../../kernel/http/route.ts';
import { findInbox, type LoadedInbox } from '../../../modules/inboxes/index.ts';
import { originAllowed } from '../origins.ts';
import { takeAsked } from './ask.ts';
import { takeLeft } from './left.ts';
import { siteOf } from './site.ts';

/** What the script on a page asks for and hands in. */
export const doorbellRoutes: Mounted[] = [
  serveOutside(readSite, async (call, { params, query }) =>
    siteOf(call.kernel, await inboxOf(call, params.inboxKey), query.locale ?? 'pt-BR'),
  ),
  serveOutside(askCallback, async (call, { params, body }) =>
    takeAsked(call.kernel, await inboxOf(call, params.inboxKey), body),
  ),
  serveOutside(leaveForm, async (call, { params, body }) =>
    takeLeft(call.kernel, await inboxOf(call, params.inboxKey), body),
  ),
];

async function inboxOf(call: Call, key: string): Promise<LoadedInbox> {
  const inbox = await findButtons(call.kernel, key);
  if (!inbox?.active) throw new Failure('not_found', 'There are no such buttons.');
  if (!originAllowed(inbox.settings, call.request.headers.origin, new URL(call.kernel.publicUrl).origin))
    throw new Failure('bad_origin', 'This site may not show these buttons.');
  return inbox;
}

async function findButtons(kernel: Kernel, key: string): Promise<LoadedInbox | null> {
  const inbox = await findInbox(kernel, 'public', key);
  return inbox?.plugin.manifest.capabilities.embeds === 'buttons' ? inbox : null;
}

const prefix = '/api/site/';

/** The buttons stand on pages of other origins, which are answered by name when the settings allow them; no credentials. */
export function allowPages(app: FastifyInstance, kernel: Kernel): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith(prefix) || !request.headers.origin) return;
    reply.header('vary', 'Origin');
    if (request.method === 'OPTIONS') {
      name(reply, request);
      reply
        .header('access-control-allow-headers', 'content-type')
        .header('access-control-allow-methods', 'GET, POST')
        .header('access-control-max-age', '600');
      return reply.status(204).send();
    }
    const key = /^\/api\/site\/([\w-]{8,64})(?:[/?]|$)/.exec(request.url)?.[1];
    const inbox = key ? await findButtons(kernel, key) : null;
    const own = new URL(kernel.publicUrl).origin;
    if (inbox && originAllowed(inbox.settings, request.headers.origin, own)) name(reply, request);
  });
  app.options(`${prefix}*`, async (_request, reply) => reply.status(204).send());
}

const name = (reply: FastifyReply, request: FastifyRequest): void => {
  reply.header('access-control-allow-origin', request.headers.origin ?? '');
  reply.header('cross-origin-resource-policy', 'cross-origin');
};
