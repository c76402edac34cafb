import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../kernel/ctx.ts';
import { findInbox, loadInbox } from '../../../modules/inboxes/index.ts';
import { originAllowed } from './verify.ts';
import { readVisitorToken, tokenOf } from './visitor.ts';

const prefix = '/api/chat/';

/**
 * The chat stands on pages of other origins: its routes answer them by name when the inbox's settings allow the site,
 * never with credentials (the visitor's token travels in a header, not in a cookie).
 */
export function allowSites(app: FastifyInstance, kernel: Kernel): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith(prefix) || !request.headers.origin) return;
    reply.header('vary', 'Origin');
    if (request.method === 'OPTIONS') {
      name(reply, request);
      reply
        .header('access-control-allow-headers', 'authorization, content-type')
        .header('access-control-allow-methods', 'GET, POST, PUT')
        .header('access-control-max-age', '600');
      return reply.status(204).send();
    }
    if (await siteAllowed(kernel, request)) name(reply, request);
  });
  app.options(`${prefix}*`, async (_request, reply) => reply.status(204).send());
}

const name = (reply: FastifyReply, request: FastifyRequest): void => {
  reply.header('access-control-allow-origin', request.headers.origin ?? '');
  reply.header('cross-origin-resource-policy', 'cross-origin');
};

/** By the inbox that the address names, or the one in the visitor's token. */
async function siteAllowed(kernel: Kernel, request: FastifyRequest): Promise<boolean> {
  const key = /^\/api\/chat\/([\w-]{8,64})\/session$/.exec(request.url.split('?')[0] ?? '')?.[1];
  const token = tokenOf(request);
  const visitor = !key && token ? readVisitorToken(kernel, token) : null;
  const inbox = key
    ? await findInbox(kernel, 'public', key)
    : visitor && (await loadInbox(kernel, visitor.orgId, visitor.inboxId));
  if (!inbox) return false;
  return originAllowed(inbox.settings, request.headers.origin, new URL(kernel.publicUrl).origin);
}
