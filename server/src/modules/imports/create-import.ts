import type { Import } from '@meada/contract/routes/imports';
import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Received } from '../../kernel/files/incoming.ts';
import type { Call } from '../../kernel/http/route.ts';
import { limits, ReadFailure } from './read/limits.ts';
import { readList } from './read/read-list.ts';
import { beginReading, dropRows, finishReading, keepRows } from './store.ts';
import { importOf } from './views.ts';

/** The request's own limit counts what stands around the file, too; a file that is too large is to meet its own first. */
const aroundFile = 64 * 1024;

/**
 * Takes the one file of a multipart request (field `file`) and reads it, in a thread of its own, into rows that wait for
 * their mapping. A file that cannot be read leaves nothing: `refused` with the reason as the field `body.file`.
 */
export async function createImport(call: Call): Promise<Import> {
  const { actor, kernel, request } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'customers.import');
  if (!request.isMultipart())
    throw new Failure('unsupported_type', 'Send multipart/form-data with one file.');
  const part = await request.file({
    limits: { fileSize: limits.fileBytes - aroundFile, files: 1, fields: 5, fieldSize: 1000 },
  });
  if (part?.fieldname !== 'file')
    throw new Failure('malformed', 'The field `file` is missing.', { field: 'body.file' });
  // What comes behind the limit would be read to its end before the answer: the line is cut instead.
  part.file.once('limit', () => {
    void call.reply.header('connection', 'close');
    part.file.destroy(new Failure('too_large', 'The file is too large.'));
  });
  const received = await kernel.files.receive(part.file);
  try {
    const name =
      (part.filename || 'file')
        .normalize('NFC')
        .replace(/[\p{C}/\\]/gu, ' ')
        .slice(-200)
        .trim() || 'file';
    return await readInto(call, { received, name });
  } finally {
    await received.drop();
  }
}

async function readInto(call: Call, file: { received: Received; name: string }): Promise<Import> {
  const { kernel, actor } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  const id = await inTransaction(kernel, actor, (ctx) => beginReading(ctx, file.name));
  let headers: string[] | null = null;
  let total = 0;
  try {
    const format = await readList(file.received.path, async (rows) => {
      const own = headers === null ? rows.slice(1) : rows;
      headers ??= rows[0] ?? null;
      const first = total + 1;
      total += own.length;
      await inTransaction(kernel, actor, (ctx) => keepRows(ctx, id, { first, rows: own }));
    });
    if (!headers) throw new ReadFailure('empty');
    if (total === 0) throw new ReadFailure('header_only');
    await inTransaction(kernel, actor, (ctx) =>
      finishReading(ctx, id, { format, headers: headers ?? [], total }),
    );
    return await inTransaction(kernel, actor, (ctx) => importOf(ctx, id));
  } catch (error) {
    await inTransaction(kernel, actor, (ctx) => dropRows(ctx, id));
    if (error instanceof ReadFailure)
      throw new Failure('refused', `The list cannot be read: ${error.problem}.`, {
        field: `body.file.${error.problem}`,
      });
    throw error;
  }
}
