import { ApiError, badRequest } from './errors.ts';
import { type Api, type StoredFile, storeFile, type World } from './state.ts';

export type Upload = { name: string; type: string; bytes: Uint8Array };

/** Parameters of a call, whichever of the four ways they came (query, form, JSON, multipart). */
export type Params = {
  text(name: string): string | undefined;
  int(name: string): number | undefined;
  number(name: string): number | undefined;
  /** A value that may be JSON inside a string, as forms carry it. */
  json(name: string): unknown;
  object(name: string): Api | undefined;
  file(name: string): Upload | undefined;
  /** The same with other fields, and files known under other names. */
  with(fields: Record<string, unknown>, files: Record<string, string>): Params;
};

export function paramsOf(fields: Record<string, unknown>, files: Map<string, Upload>): Params {
  const json = (name: string) => {
    const value = fields[name];
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  };
  const number = (name: string) => {
    const value = Number(fields[name] ?? Number.NaN);
    return Number.isFinite(value) && fields[name] !== '' ? value : undefined;
  };
  return {
    text: (name) => (fields[name] === undefined ? undefined : String(fields[name])),
    int: (name) => (Number.isSafeInteger(number(name)) ? number(name) : undefined),
    number,
    json,
    object: (name) => {
      const value = json(name);
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Api)
        : undefined;
    },
    file: (name) => files.get(name),
    with: (more, names) => {
      const renamed = Object.entries(names).map(([to, from]) => [to, files.get(from)] as const);
      const known = renamed.filter((entry): entry is [string, Upload] => entry[1] !== undefined);
      return paramsOf({ ...fields, ...more }, new Map([...files, ...known]));
    },
  };
}

/** What a message of a kind carries, as the Bot API shows it in a Message; refuses what the platform refuses. */
export function bodyOf(field: string, params: Params, world: World): Api {
  if (field === 'text') return textOf(params);
  if (field === 'location') return { location: pointOf(params) };
  if (field === 'venue') {
    const [title, address] = [params.text('title'), params.text('address')];
    if (!title || !address) throw badRequest('venue title and address must be non-empty');
    return { location: pointOf(params), venue: { location: pointOf(params), title, address } };
  }
  if (field === 'contact') return contactOf(params);
  const caption = params.text('caption');
  if ((caption?.length ?? 0) > 1024) throw badRequest('message caption is too long');
  return { ...fileBody(field, fileOf(field, params, world)), ...(caption && { caption }) };
}

function textOf(params: Params): Api {
  const text = params.text('text')?.trim() ?? '';
  if (text === '') throw badRequest('message text is empty');
  if (text.length > 4096) throw badRequest('message is too long');
  return { text };
}

function pointOf(params: Params) {
  const [latitude, longitude] = [params.number('latitude'), params.number('longitude')];
  if (latitude === undefined || Math.abs(latitude) > 90) throw badRequest('wrong latitude');
  if (longitude === undefined || Math.abs(longitude) > 180) throw badRequest('wrong longitude');
  return { latitude, longitude };
}

function contactOf(params: Params): Api {
  const [phone, first] = [params.text('phone_number'), params.text('first_name')];
  if (!phone) throw badRequest('phone number must be non-empty');
  if (!first) throw badRequest('first name must be non-empty');
  const vcard = params.text('vcard');
  return { contact: { phone_number: phone, first_name: first, ...(vcard && { vcard }) } };
}

function fileOf(field: string, params: Params, world: World): StoredFile {
  const upload = params.file(field);
  if (!upload) {
    const known = world.files.get(params.text(field) ?? '');
    if (known) return known;
    throw badRequest(`there is no ${field} in the request`);
  }
  if (upload.bytes.length === 0) throw badRequest('file must be non-empty');
  if (upload.bytes.length > 50 * 1024 * 1024) throw new ApiError(413, 'Request Entity Too Large');
  if (field === 'photo' && upload.bytes.length > 10 * 1024 * 1024) throw badRequest('PHOTO_FILE_TOO_BIG');
  return storeFile(world, upload);
}

/** A file as a Message shows it. */
export function fileBody(field: string, file: StoredFile): Api {
  const base = { file_id: file.id, file_unique_id: file.id.slice(0, 16), file_size: file.bytes.length };
  const described = { ...base, mime_type: file.type, file_name: file.name };
  if (field === 'photo') {
    const small = { ...base, width: 90, height: 90, file_size: Math.min(900, file.bytes.length) };
    return { photo: [small, { ...base, width: 1280, height: 1280 }] };
  }
  if (field === 'voice') return { voice: { ...base, mime_type: file.type, duration: 3 } };
  if (field === 'audio') return { audio: { ...described, duration: 3 } };
  if (field === 'video') return { video: { ...described, width: 640, height: 480, duration: 3 } };
  if (field === 'animation') {
    const animation = { ...described, width: 320, height: 240, duration: 2 };
    return { animation, document: described };
  }
  if (field === 'sticker') {
    const shape = { type: 'regular', width: 512, height: 512, is_animated: false, is_video: false };
    return { sticker: { ...base, ...shape, emoji: '👍' } };
  }
  return { document: described };
}
