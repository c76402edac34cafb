import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import { readFileAddress } from '../../../kernel/files/address.ts';
import { loadFile, type Served } from './load-file.ts';
import { rangeOf } from './range.ts';
import { showsInline } from './sniff.ts';

/** No upload takes this long: the server cuts a request off after ten minutes. */
const leftoverMs = 3_600_000;

/** Mounts multipart reading and the download route: open to whoever holds a signed address, while its reader may see the file. */
export function mountFiles(app: FastifyInstance, kernel: Kernel): void {
  // What comes in lies on this machine, where perhaps no worker sweeps: a process that was killed begins anew here.
  void kernel.files.dropReceived(new Date(kernel.clock.now().getTime() - leftoverMs));
  void app.register(multipart, { limits: { files: 1, fields: 10, parts: 12, headerPairs: 100 } });
  app.route({
    method: ['GET', 'HEAD'],
    url: '/files/:id',
    handler: (request, reply) => serveFile(kernel, request, reply),
  });
}

async function serveFile(
  kernel: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { id } = request.params as { id?: unknown };
  const ref = readFileAddress(kernel, id, request.query as Record<string, unknown>);
  // A forged, an old and a wrong address are answered alike.
  const file = ref && (await loadFile(kernel, ref));
  if (!ref || !file) throw noFile();
  const inline = showsInline(file.type);
  reply.headers({
    'content-type': inline ? file.type : 'application/octet-stream',
    'content-disposition': dispositionOf(inline, file.name),
    'content-security-policy': policyOf(kernel, file.type),
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': cachingOf(ref, kernel.clock.now()),
    etag: `"${file.hash.toString('hex').slice(0, 32)}"`,
    'accept-ranges': 'bytes',
  });
  return sendFile(kernel, { request, reply }, { orgId: ref.orgId, file });
}

/** How long a browser shows a person's file without asking whether they may still see it (s). */
const unaskedSeconds = 300;

const cachingOf = (
  { expires, reader }: { expires: number; reader?: string | undefined },
  now: Date,
): string => {
  const left = Math.max(0, expires - Math.floor(now.getTime() / 1000));
  return reader
    ? `private, max-age=${Math.min(left, unaskedSeconds)}`
    : `private, max-age=${left}, immutable`;
};

const noFile = (): Failure => new Failure('not_found', 'There is no such file.');

type Exchange = { request: FastifyRequest; reply: FastifyReply };

/** The whole, one range of it, its head, or nothing but that it is unchanged (RFC 9110 §13.1.2, §14). */
async function sendFile(
  kernel: Kernel,
  { request, reply }: Exchange,
  { orgId, file }: { orgId: string; file: Served },
): Promise<FastifyReply> {
  const etag = String(reply.getHeader('etag'));
  if (namesTag(request.headers['if-none-match'], etag)) return reply.status(304).send();
  const isHead = request.method === 'HEAD';
  const asked = rangeOf(isHead ? undefined : request.headers.range, file.size);
  // A part of something else than the caller has is no use to it: If-Range.
  const range = (request.headers['if-range'] ?? etag) === etag ? asked : null;
  if (range === 'unsatisfiable') return unsatisfiable(reply, file.size);
  if (range) {
    reply.status(206).header('content-range', `bytes ${range.from}-${range.to}/${file.size}`);
  }
  const size = range ? range.to - range.from + 1 : file.size;
  if (isHead) {
    if (!(await kernel.files.has(orgId, file.hash))) throw noFile();
    return reply.header('content-length', size).send();
  }
  const body = await kernel.files.open(orgId, file.hash, range ?? undefined);
  if (!body) throw noFile();
  return reply.header('content-length', size).send(body);
}

const unsatisfiable = (reply: FastifyReply, size: number): FastifyReply =>
  reply
    .status(416)
    .header('content-range', `bytes */${size}`)
    .header('content-type', 'application/octet-stream')
    .send(Buffer.alloc(0));

/** Whether If-None-Match names the tag; weak and strong count alike here. */
const namesTag = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));

/** `sandbox` takes scripts, forms and our origin from whatever it is. A browser shows no PDF inside a sandbox. */
function policyOf(kernel: Kernel, type: string): string {
  const frames = `frame-ancestors 'self' ${new URL(kernel.publicUrl).origin}`;
  if (type === 'application/pdf')
    return `default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; ${frames}`;
  return `sandbox; default-src 'none'; ${frames}`;
}

/** RFC 6266 with the plain name for old clients; the name is shown to people and never a path. */
function dispositionOf(inline: boolean, name: string): string {
  const plain = name.replace(/[^\w .,()-]/g, '_').slice(-100) || 'file';
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
