import type { Attachment } from '@meada/contract/content';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../kernel/actor.ts';
import type { Kernel } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import { storeUpload } from './store-upload.ts';

export type UploadInput = { request: FastifyRequest; maxBytes: number; voice: boolean };

/** Takes the one file of a multipart request (field `file`) and keeps it as the actor's draft. */
export async function uploadFile(kernel: Kernel, actor: Actor, input: UploadInput): Promise<Attachment> {
  const { request, maxBytes, voice } = input;
  if (!request.isMultipart())
    throw new Failure('unsupported_type', 'Send multipart/form-data with one file.');
  const part = await request.file({ limits: { fileSize: maxBytes, files: 1, fields: 10, fieldSize: 1000 } });
  if (part?.fieldname !== 'file')
    throw new Failure('malformed', 'The field `file` is missing.', { field: 'body.file' });
  const bytes = await part.toBuffer();
  if (bytes.length === 0) throw new Failure('malformed', 'The file is empty.', { field: 'body.file' });
  return storeUpload(kernel, actor, { bytes, name: part.filename || 'file', voice });
}
