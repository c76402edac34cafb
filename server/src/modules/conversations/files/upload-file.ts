import type { Attachment } from '@meada/contract/content';
import { Failure } from '../../../kernel/errors.ts';
import type { Received } from '../../../kernel/files/incoming.ts';
import type { Call } from '../../../kernel/http/route.ts';
import { storeUpload } from './store-upload.ts';
import { takeUpload } from './upload-budget.ts';

/**
 * Takes the one file of a multipart request (field `file`) and keeps it as the caller's draft: person, key or visitor.
 * The route's body limit is the file's; files and bytes within an hour are limited too. It goes to the disk as it comes;
 * one that breaks off or is too large leaves nothing.
 */
export async function uploadFile(call: Call, input: { voice: boolean }): Promise<Attachment> {
  const { request, actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  if (!request.isMultipart())
    throw new Failure('unsupported_type', 'Send multipart/form-data with one file.');
  const settle = takeUpload(call);
  let size = 0;
  try {
    const { received, name } = await receiveOne(call);
    size = received.size;
    return await storeUpload(kernel, actor, { received, name, voice: input.voice });
  } finally {
    settle(size);
  }
}

async function receiveOne({ request, kernel }: Call): Promise<{ received: Received; name: string }> {
  const part = await request.file({
    limits: { fileSize: request.routeOptions.bodyLimit, files: 1, fields: 10, fieldSize: 1000 },
  });
  if (part?.fieldname !== 'file')
    throw new Failure('malformed', 'The field `file` is missing.', { field: 'body.file' });
  const received = await kernel.files.receive(part.file);
  const problem = problemOf(received.size, part.file.truncated);
  if (problem) {
    await received.drop();
    throw problem;
  }
  return { received, name: part.filename || 'file' };
}

function problemOf(size: number, isTruncated: boolean): Failure | null {
  if (isTruncated) return new Failure('too_large', 'The file is too large.');
  return size === 0 ? new Failure('malformed', 'The file is empty.', { field: 'body.file' }) : null;
}
