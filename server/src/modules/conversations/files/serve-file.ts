import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import { type FileRef, readFileAddress } from './address.ts';
import { rangeOf } from './range.ts';
import { showsInline } from './sniff.ts';

type Served = { hash: Buffer; type: string; name: string };

/** Mounts multipart reading and the download route: open to whoever holds a signed address, like the file itself. */
export function mountFiles(app: FastifyInstance, kernel: Kernel): void {
  void app.register(multipart, { limits: { files: 1, fields: 10, parts: 12, headerPairs: 100 } });
  app.get('/files/:id', (request, reply) => serveFile(kernel, request, reply));
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
  const bytes = file && (await kernel.files.get(ref.orgId, file.hash));
  if (!ref || !file || !bytes) throw new Failure('not_found', 'There is no such file.');
  const inline = showsInline(file.type);
  reply.headers({
    'content-type': inline ? file.type : 'application/octet-stream',
    'content-disposition': dispositionOf(inline, file.name),
    'content-security-policy': policyOf(kernel, file.type),
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': `private, max-age=${Math.max(0, ref.expires - Math.floor(kernel.clock.now().getTime() / 1000))}, immutable`,
    etag: `"${file.hash.toString('hex').slice(0, 32)}"`,
    'accept-ranges': 'bytes',
  });
  return sendBytes(request, reply, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function sendBytes(request: FastifyRequest, reply: FastifyReply, bytes: Buffer): FastifyReply {
  if (request.headers['if-none-match'] === reply.getHeader('etag')) return reply.status(304).send();
  const range = rangeOf(request.headers.range, bytes.length);
  if (range === 'unsatisfiable')
    return reply
      .status(416)
      .header('content-range', `bytes */${bytes.length}`)
      .header('content-type', 'application/octet-stream')
      .send(Buffer.alloc(0));
  if (!range) return reply.send(bytes);
  return reply
    .status(206)
    .header('content-range', `bytes ${range.from}-${range.to}/${bytes.length}`)
    .send(bytes.subarray(range.from, range.to + 1));
}

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

/** One row by attachment and variant: the signature covered both. */
function loadFile(kernel: Kernel, ref: FileRef): Promise<Served | undefined> {
  const column = ref.variant === 'thumbnail' ? sql`a.thumbnail_id` : sql`a.file_id`;
  return inTransaction(kernel, systemActor(ref.orgId), async (ctx) => {
    const result = await sql<Served>`
      SELECT f.hash, CASE WHEN ${ref.variant === 'thumbnail'} THEN f.type ELSE a.type END AS type, a.name
      FROM attachments a JOIN files f ON f.org_id = a.org_id AND f.id = ${column}
      LEFT JOIN messages m ON m.org_id = a.org_id AND m.id = a.message_id
      WHERE a.org_id = ${ref.orgId} AND a.id = ${ref.attachmentId} AND m.deleted_at IS NULL`.execute(ctx.db);
    return result.rows[0];
  });
}
