import { PassThrough, Readable } from 'node:stream';
import { sql } from 'kysely';
import { ZipFile } from 'yazl';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { type Holding, holdings } from '../subjects/holdings.ts';
import { type Scope, scopeOf } from '../subjects/scope.ts';
import type { PackedFile } from './contents.ts';
import { readablePage } from './readable.ts';
import { jsonOf, rowsOf } from './rows.ts';

/**
 * A ZIP of everything held of a customer's group, as a stream: a page to read, each table as JSON, the files. Nothing is
 * held whole in memory; what is read comes page by page, each in a transaction of its own.
 */
export async function openPackage(kernel: Kernel, place: { orgId: string; root: string }): Promise<Readable> {
  const { scope, tables, files } = await inTransaction(kernel, systemActor(place.orgId), async (ctx) => {
    const found = await scopeOf(ctx, place.root);
    const held = (await holdings(ctx)).filter(
      ({ where, personal }) => where !== null && personal.some(({ path }) => path !== null),
    );
    return { scope: found, tables: held, files: await filesOf(ctx, found) };
  });
  return packed(kernel, { ...place, scope, tables, files });
}

type Parts = { orgId: string; root: string; scope: Scope; tables: Holding[]; files: PackedFile[] };

function packed(kernel: Kernel, { orgId, root, scope, tables, files }: Parts): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  const mtime = kernel.clock.now();
  const add = (path: string, open: () => Promise<Readable>, compress = true): void =>
    zip.addReadStreamLazy(path, { mtime, mode: 0o100600, compress }, (done) => {
      open().then(
        (stream) => done(null, stream),
        (error: unknown) => done(error, Readable.from([])),
      );
    });
  const names = tables.map(({ table }) => table);
  const page = { orgId, root, scope, files, tables: names };
  add('leia.html', async () => Readable.from(readablePage(kernel, page)));
  for (const holding of tables)
    add(`dados/${holding.table}.json`, async () =>
      Readable.from(jsonOf(rowsOf(kernel, { orgId, scope }, holding))),
    );
  for (const { path, hash } of files)
    add(path, async () => (await kernel.files.open(orgId, hash)) ?? Readable.from([]), false);
  zip.on('error', (error: Error) => out.destroy(error));
  (zip.outputStream as Readable).on('error', (error) => out.destroy(error)).pipe(out);
  zip.end();
  return out;
}

/** A name that is one everywhere a ZIP is opened: no folders, no control letters, no reserved ones. */
export const safeName = (name: string): string =>
  name
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(-120) || 'arquivo';

async function filesOf(ctx: Ctx, { messages, members }: Scope): Promise<PackedFile[]> {
  const { rows } = await sql<{ name: string; hash: Buffer; messageId: string | null }>`
    SELECT a.name, f.hash, a.message_id AS "messageId" FROM attachments a
    JOIN files f ON f.org_id = a.org_id AND f.id = a.file_id
    WHERE a.org_id = ${ctx.orgId} AND a.message_id = ANY (${messages}::uuid[])
    UNION ALL SELECT k.name, f.hash, NULL FROM customer_files k JOIN files f ON f.org_id = k.org_id AND f.id = k.file_id
    WHERE k.org_id = ${ctx.orgId} AND k.customer_id = ANY (${members}::uuid[])`.execute(ctx.db);
  return rows.map((row, at) => ({ ...row, path: `arquivos/${at + 1}-${safeName(row.name)}` }));
}
