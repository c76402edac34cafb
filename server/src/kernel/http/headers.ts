import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../ctx.ts';

/** A year; not for subdomains, which may be somebody else's. */
const onlyHttps = 'max-age=31536000';

/** What every answer carries, whatever it is. A route's own policy and its own word on caching stand. */
export function guardAnswer(
  kernel: Pick<Kernel, 'publicUrl'>,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.header('x-content-type-options', 'nosniff');
  reply.header('referrer-policy', 'strict-origin-when-cross-origin');
  if (kernel.publicUrl.startsWith('https:')) reply.header('strict-transport-security', onlyHttps);
  if (!reply.hasHeader('x-frame-options') && !reply.hasHeader('content-security-policy'))
    reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  // Refusals, too: what is true now for one caller is not for the next.
  if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control'))
    reply.header('cache-control', 'no-store');
}
