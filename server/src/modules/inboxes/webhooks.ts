import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Kernel } from '../../kernel/ctx.ts';
import { Failure, notFound } from '../../kernel/errors.ts';
import { outsideMs, within } from './connect.ts';
import { ioOf } from './io.ts';
import { receive } from './ledger.ts';
import { findInbox, type LoadedInbox } from './load.ts';
import { MalformedError, type RawRequest } from './port.ts';
import { deliveriesOf } from './sharing.ts';

const webhookMaxBytes = 5 * 1024 * 1024;

/**
 * Mounts the one door of all webhooks: bytes untouched, signature first (401 and nothing stored), 400 on what is not
 * the platform's form, and 200 only after COMMIT.
 */
export function mountWebhooks(app: FastifyInstance, kernel: Kernel): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: webhookMaxBytes },
      (_request, body, done) => done(null, body),
    );
    scope.route({
      method: ['GET', 'POST'],
      url: '/hooks/:key',
      bodyLimit: webhookMaxBytes,
      handler: async (request, reply) => {
        const inbox = await inboxOf(kernel, request);
        const raw = rawOf(kernel, request, inbox.id);
        if (request.method === 'GET') {
          const answer = handshake(inbox, raw);
          // Some platforms want the bare challenge back, others an object with its signature.
          return reply.type(answer.startsWith('{') ? 'application/json' : 'text/plain').send(answer);
        }
        await accept(kernel, inbox, await withKeys(kernel, inbox, raw));
        const answer = inbox.plugin.webhook?.acknowledge?.(raw) ?? null;
        return answer ? reply.type(answer.type).send(answer.body) : reply.send('');
      },
    });
  });
}

async function inboxOf(kernel: Kernel, request: FastifyRequest): Promise<LoadedInbox> {
  const { key } = request.params as { key: string };
  const inbox = /^[A-Za-z0-9_-]{8,64}$/.test(key) ? await findInbox(kernel, 'webhook', key) : null;
  // One that is switched off takes nothing in, but may still be called for others.
  const isCalled = inbox?.active || inbox?.plugin.webhook?.accounts;
  if (!inbox?.plugin.webhook || !isCalled) throw notFound('webhook');
  return inbox;
}

function handshake(inbox: LoadedInbox, raw: RawRequest): string {
  const answer = inbox.plugin.webhook?.handshake?.(raw, inbox.settings) ?? null;
  if (answer === null) throw new Failure('forbidden', 'The handshake is not right.');
  return answer;
}

/** The request with the keys its signature is checked with, where the plug-in has to fetch them. */
async function withKeys(kernel: Kernel, inbox: LoadedInbox, raw: RawRequest): Promise<RawRequest> {
  const fetchKeys = inbox.plugin.webhook?.keys;
  if (!fetchKeys) return raw;
  try {
    return { ...raw, keys: await within(outsideMs, fetchKeys(ioOf(kernel, inbox))) };
  } catch (error) {
    kernel.log.warn('the keys of a webhook could not be fetched', { inboxId: inbox.id, error });
    throw new Failure('unavailable', 'The signature cannot be checked now.');
  }
}

async function accept(kernel: Kernel, inbox: LoadedInbox, raw: RawRequest): Promise<void> {
  const webhook = inbox.plugin.webhook;
  if (!webhook?.verify(raw, inbox.settings)) {
    throw new Failure('bad_signature', 'The signature is missing or wrong.');
  }
  try {
    const all = await deliveriesOf(kernel, inbox, raw);
    const deliveries = inbox.active ? all : all.filter((one) => one.inboxId !== inbox.id);
    if (!inbox.active && deliveries.length === 0) throw notFound('webhook');
    await Promise.all(
      deliveries.map(({ inboxId, arrivals }) => receive(kernel, { orgId: inbox.orgId, inboxId }, arrivals)),
    );
  } catch (error) {
    if (error instanceof MalformedError)
      throw new Failure('malformed', error.message, { field: error.field });
    throw error;
  }
}

function rawOf(kernel: Kernel, request: FastifyRequest, inboxId: string): RawRequest {
  const url = new URL(request.url, kernel.publicUrl);
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return {
    method: request.method,
    url: `${kernel.publicUrl}${request.url}`,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers),
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
    now: kernel.clock.now(),
    inboxId,
  };
}
