import type { Attachment } from '@meada/contract/content';
import { useEffect, useMemo, useState } from 'react';
import { codeOf } from '../../api/problem.ts';
import { upload } from '../../api/upload.ts';
import { useStore } from '../../live/store.ts';
import { type Files, filesFor, readyUpload, type Upload } from './files.ts';

export type { Upload } from './files.ts';

function newUpload(file: File, voice: boolean): Upload {
  const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
  return { key: crypto.randomUUID(), file, voice, share: 0, attachment: null, code: null, preview };
}

const update = ({ store }: Files, key: string, facts: Partial<Upload>): void =>
  store.set((all) => all.map((one) => (one.key === key ? { ...one, ...facts } : one)));

function run(files: Files, one: Upload): void {
  const abort = new AbortController();
  files.aborts.set(one.key, abort);
  upload({
    file: one.file,
    voice: one.voice,
    signal: abort.signal,
    onProgress: (share) => update(files, one.key, { share }),
  }).then(
    (attachment) => update(files, one.key, { attachment, share: 1 }),
    (error) => !abort.signal.aborted && update(files, one.key, { code: codeOf(error) }),
  );
}

const actionsOn = (files: Files) => ({
  add: (list: readonly File[], voice = false) => {
    const fresh = list.map((file) => newUpload(file, voice));
    files.store.set((all) => [...all, ...fresh]);
    for (const one of fresh) run(files, one);
  },
  addReady: (made: readonly Attachment[]) => files.store.set((all) => [...all, ...made.map(readyUpload)]),
  remove: (key: string) => {
    files.aborts.get(key)?.abort();
    files.store.set((all) => {
      const gone = all.find((one) => one.key === key);
      if (gone?.preview) URL.revokeObjectURL(gone.preview);
      return all.filter((one) => one.key !== key);
    });
  },
  again: (one: Upload) => {
    update(files, one.key, { code: null, share: 0 });
    run(files, one);
  },
  clear: () => files.store.set(() => []),
});

/**
 * Files on their way to the server, with progress; a failed one can be tried again or taken away. Those of a conversation
 * (`place`) stay with its draft: they go on while another one is looked at, and what arrived is there after a reload.
 */
export function useUploads(place: string | null = null) {
  const [files] = useState(() => filesFor(place));
  const actions = useMemo(() => actionsOn(files), [files]);
  useEffect(() => {
    // What the network broke off goes on with it, as words do.
    const goOn = () => {
      for (const one of files.store.get()) if (one.code === 'offline') actions.again(one);
    };
    addEventListener('online', goOn);
    return () => removeEventListener('online', goOn);
  }, [files, actions]);
  return { list: useStore(files.store), ...actions };
}
