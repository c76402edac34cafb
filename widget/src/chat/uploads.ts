import type { Attachment } from '@meada/contract/content';
import { ApiError } from '../net/api.ts';
import type { Context } from './context.ts';
import { newId } from './sender.ts';
import type { Upload } from './state.ts';

/** Files of one message at most (contract). */
export const maxFiles = 10;

const running = new Map<string, () => void>();

/** Takes files from the picker, a paste or a drop, and sends each up at once. */
export function addFiles(context: Context, files: File[]): void {
  const { store } = context;
  const max = store.get().config?.maxFileBytes ?? 0;
  for (const source of files.slice(0, maxFiles - store.get().uploads.length)) {
    const code = source.size > max ? 'too_large' : source.size === 0 ? 'malformed' : null;
    const upload: Upload = {
      key: newId(),
      name: source.name,
      size: source.size,
      share: 0,
      file: null,
      code,
      source,
    };
    store.set({ uploads: [...store.get().uploads, upload] });
    if (!code) start(context, upload.key, source);
  }
}

function start(context: Context, key: string, source: File): void {
  const { done, cancel } = context.api.upload(source, (share) => change(context, key, { share }));
  running.set(key, cancel);
  done
    .then((file) => change(context, key, { file, share: 1 }))
    .catch((error) => change(context, key, { code: error instanceof ApiError ? error.code : 'internal' }))
    .finally(() => running.delete(key));
}

function change(context: Context, key: string, values: Partial<Upload>): void {
  const { store, keep } = context;
  store.set({ uploads: store.get().uploads.map((one) => (one.key === key ? { ...one, ...values } : one)) });
  keep.set('files', JSON.stringify(readyFiles(store.get().uploads)));
}

export function retryFile(context: Context, upload: Upload): void {
  if (!upload.source) return;
  change(context, upload.key, { code: null, share: 0 });
  start(context, upload.key, upload.source);
}

export function removeFile(context: Context, key: string): void {
  running.get(key)?.();
  context.store.set({ uploads: context.store.get().uploads.filter((one) => one.key !== key) });
  change(context, key, {});
}

export const readyFiles = (uploads: Upload[]): Attachment[] =>
  uploads.map((one) => one.file).filter((file) => file !== null);

/** Takes the uploads out of the composer, to go with a message; failed ones go away. */
export function takeFiles(context: Context): Attachment[] {
  const files = readyFiles(context.store.get().uploads);
  context.store.set({ uploads: [] });
  context.keep.set('files', null);
  return files;
}

/** Files that were up before a reload and have not been sent. */
export function restoreFiles(context: Context): void {
  try {
    const files = JSON.parse(context.keep.get('files') ?? '[]') as Attachment[];
    const uploads = files.map((file) => ({
      key: file.id,
      name: file.name,
      size: file.size,
      share: 1,
      file,
      code: null,
      source: null,
    }));
    context.store.set({ uploads });
  } catch {
    context.keep.set('files', null);
  }
}
