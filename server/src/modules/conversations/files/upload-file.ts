import type { Attachment } from '@meada/contract/content';
import { Failure } from '../../../kernel/errors.ts';
import type { Call } from '../../../kernel/http/route.ts';
import { storeUpload } from './store-upload.ts';

/**
 * Takes the one file of a multipart request (field `file`) and keeps it as the caller's draft: person, key or visitor.
 * The route's body limit is the file's.
 */
export async function uploadFile(call: Call, input: { voice: boolean }): Promise<Attachment> {
  const { request, actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  if (!request.isMultipart())
    throw new Failure('unsupported_type', 'Send multipart/form-data with one file.');
  const part = await request.file({
    limits: { fileSize: request.routeOptions.bodyLimit, files: 1, fields: 10, fieldSize: 1000 },
  });
  if (part?.fieldname !== 'file')
    throw new Failure('malformed', 'The field `file` is missing.', { field: 'body.file' });
  const bytes = await part.toBuffer();
  if (bytes.length === 0) throw new Failure('malformed', 'The file is empty.', { field: 'body.file' });
  return storeUpload(kernel, actor, { bytes, name: part.filename || 'file', voice: input.voice });
}
