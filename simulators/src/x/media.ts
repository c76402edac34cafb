import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { As, Parts } from './parts.ts';
import { Problem } from './problem.ts';
import type { File, User } from './state.ts';

/** Keeps a file of an account, to be named in a post or direct message. */
export function keep(
  { world }: Pick<Parts, 'world'>,
  owner: User,
  file: { type: string; bytes: Uint8Array },
): File {
  const id = world.nextId();
  const kept = { id, key: `3_${id}`, ...file, owner: owner.id, isReady: true };
  world.files.set(id, kept);
  return kept;
}

const bodyOf = ({ id, key, bytes }: File) => ({
  data: { id, media_key: key, size: bytes.length, expires_after_secs: 86_400 },
});

const categories = /^(tweet|dm)_(image|gif|video)$/;

/** Pictures in one request, films in pieces, and the files themselves. */
export function mountMedia(app: FastifyInstance, parts: Parts, { known, as }: { known: As; as: As }): void {
  const { world } = parts;
  app.post('/2/media/upload', async (request) => {
    const { fields, bytes, type } = await formOf(request);
    if (!categories.test(fields.media_category ?? '') || bytes.length === 0)
      throw new Problem(400, 'media_category or media is not valid.');
    if (bytes.length > 5 * 1024 * 1024) throw new Problem(413, 'The file is too large.');
    return bodyOf(keep(parts, known(request), { type, bytes }));
  });
  type Begun = { media_type?: string; media_category?: string; total_bytes?: number };
  app.post<{ Body: Begun }>('/2/media/upload/initialize', (request) => {
    const { media_type: type = '', media_category = '' } = request.body ?? {};
    if (!categories.test(media_category)) throw new Problem(400, 'media_category is not valid.');
    const file = keep(parts, known(request), { type, bytes: new Uint8Array() });
    file.isReady = false;
    return bodyOf(file);
  });
  app.post<{ Params: { id: string } }>('/2/media/upload/:id/append', async (request) => {
    const file = own(parts, request.params.id, known(request));
    const { bytes } = await formOf(request);
    file.bytes = new Uint8Array([...file.bytes, ...bytes]);
    return { data: { expires_at: 0 } };
  });
  app.post<{ Params: { id: string } }>('/2/media/upload/:id/finalize', (request) => {
    const file = own(parts, request.params.id, known(request));
    const { data } = bodyOf(file);
    // Films are made ready afterwards, and asked about.
    return { data: { ...data, processing_info: { state: 'pending', check_after_secs: 1 } } };
  });
  app.get<{ Querystring: { media_id?: string } }>('/2/media/upload', (request) => {
    const file = own(parts, request.query.media_id ?? '', known(request));
    file.isReady = true;
    return { data: { ...bodyOf(file).data, processing_info: { state: 'succeeded', progress_percent: 100 } } };
  });
  app.get<{ Params: { id: string } }>('/media/:id', (request, reply) => {
    const file = world.files.get(request.params.id);
    if (!file) throw new Problem(404, 'Not Found');
    // Files of direct messages are shown only to those who take part; those of posts to everybody.
    const direct = world.directs.find((one) => one.files.includes(file));
    const viewer = direct ? as(request) : undefined;
    if (direct && direct.sender !== viewer && direct.recipient !== viewer)
      throw new Problem(403, 'Forbidden');
    return reply.type(file.type).send(Buffer.from(file.bytes));
  });
}

function own({ world }: Parts, id: string, user: User): File {
  const file = world.files.get(id);
  if (!file || file.owner !== user.id) throw new Problem(400, 'No such upload.');
  return file;
}

async function formOf(request: FastifyRequest) {
  if (!request.isMultipart()) throw new Problem(400, 'multipart/form-data is wanted.');
  const fields: Record<string, string> = {};
  let bytes = new Uint8Array();
  let type = 'application/octet-stream';
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value);
    else {
      bytes = new Uint8Array(await part.toBuffer());
      type = part.mimetype;
    }
  }
  return { fields, bytes, type };
}
