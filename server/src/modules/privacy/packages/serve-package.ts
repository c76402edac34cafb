import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { readPackageUrl } from './views.ts';

/** Gives a package to whoever has its signed address, until it ends. */
export function mountPackages(app: FastifyInstance, kernel: Kernel): void {
  app.get('/privacidade/pacotes/:id', async (request, reply) => {
    const missing = () => reply.code(404).send({ code: 'not_found', message: 'There is no such package.' });
    const { id } = request.params as { id?: unknown };
    const place = readPackageUrl(kernel, id, request.query as Record<string, unknown>);
    if (!place) return missing();
    const file = await inTransaction(kernel, systemActor(place.orgId), (ctx) => fileOf(ctx, place.id));
    const stream = file && (await kernel.files.open(place.orgId, file.hash));
    if (!file || !stream) return missing();
    return reply
      .headers({
        'content-type': 'application/zip',
        'content-length': file.size,
        'content-disposition': 'attachment; filename="dados.zip"',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
      .send(stream);
  });
}

type Found = { hash: Buffer; size: number };

async function fileOf(ctx: Ctx, id: string): Promise<Found | null> {
  const { rows } = await sql<Found & { customer_id: string }>`
    UPDATE privacy_packages p SET downloads = p.downloads + 1 FROM files f
    WHERE p.org_id = ${ctx.orgId} AND p.id = ${id} AND p.state = 'ready' AND p.expires_at > ${ctx.clock.now()}
      AND f.org_id = p.org_id AND f.id = p.file_id RETURNING f.hash, f.size, p.customer_id`.execute(ctx.db);
  const [row] = rows;
  if (!row) return null;
  ctx.audit({
    action: 'privacy.package_fetched',
    subject: { kind: 'customer', id: row.customer_id },
    facts: { packageId: id },
  });
  return row;
}
