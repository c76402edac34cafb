import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../ctx.ts';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Below this a packet is a packet: nothing is gained. */
const fromBytes = 1024;

/** How each is made, on the threads of zlib and not on the event loop. Brotli at 4 is smaller than gzip at 6 and as quick. */
const codings = {
  br: (text: string) =>
    brotli(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
      },
    }),
  gzip: (text: string) => deflate(text, { level: 6 }),
} as const;
type Coding = keyof typeof codings;

/**
 * Sends the answer of a read, compressed where that is wanted, worth it and safe.
 *
 * Safe: who can make a browser ask, have words of their own in the answer and see how long it is on the wire could guess
 * what else is in it (BREACH). So only answers to GET are compressed, never those that hand out a secret (keys, links),
 * which are all writes; only for a page of our own origin or a caller whose credential no browser adds by itself, so
 * that another site cannot make the victim ask; and each answer gets a header of random length, so that who writes to a
 * conversation and watches the desk fetch it sees noise larger than the one byte of a right guess.
 */
export async function sendRead(
  kernel: Pick<Kernel, 'ids'>,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  answer: unknown,
): Promise<FastifyReply> {
  const text = JSON.stringify(answer ?? null);
  reply.type('application/json; charset=utf-8');
  if (text.length < fromBytes) return reply.send(text);
  reply.header('vary', 'accept-encoding, sec-fetch-site');
  const coding = isSafe(request) ? codingOf(request.headers['accept-encoding']) : null;
  if (!coding) return reply.send(text);
  const bytes = await codings[coding](text);
  return reply
    .header('content-encoding', coding)
    .header('x-padding', 'x'.repeat(Number(kernel.ids.digits(2))))
    .send(bytes);
}

const isSafe = (request: FastifyRequest): boolean =>
  request.headers['sec-fetch-site'] === 'same-origin' || request.headers.authorization !== undefined;

/** The first of ours that the header takes (RFC 9110 §12.5.3); `q=0` is a refusal, `*` is not read as a wish. */
export function codingOf(header: string | string[] | undefined): Coding | null {
  const taken = new Set<string>();
  for (const part of String(header ?? '')
    .toLowerCase()
    .split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    if (!parameters.some((text) => /^q=0(\.0*)?$/.test(text))) taken.add(name);
  }
  return (['br', 'gzip'] as const).find((coding) => taken.has(coding)) ?? null;
}
