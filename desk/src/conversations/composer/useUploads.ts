import type { Attachment } from '@meada/contract/content';
import { useCallback, useRef, useState } from 'react';
import { codeOf, type ProblemCode } from '../../api/problem.ts';
import { upload } from '../../api/upload.ts';

export type Upload = {
  key: string;
  file: File;
  voice: boolean;
  /** 0…1 */
  share: number;
  attachment: Attachment | null;
  code: ProblemCode | null;
  preview: string | null;
};

function newUpload(file: File, voice: boolean): Upload {
  const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
  return { key: crypto.randomUUID(), file, voice, share: 0, attachment: null, code: null, preview };
}

/** A file the server has already, such as one of a canned reply. */
const readyUpload = (attachment: Attachment): Upload => ({
  ...newUpload(new File([], attachment.name), false),
  preview: attachment.thumbnailUrl,
  share: 1,
  attachment,
});

/** Files on their way to the server, with progress; a failed one can be tried again or taken away. */
export function useUploads() {
  const [list, setList] = useState<Upload[]>([]);
  const aborts = useRef(new Map<string, AbortController>());
  const update = useCallback((key: string, facts: Partial<Upload>) => {
    setList((all) => all.map((one) => (one.key === key ? { ...one, ...facts } : one)));
  }, []);

  const run = useCallback(
    (one: Upload) => {
      const abort = new AbortController();
      aborts.current.set(one.key, abort);
      upload({
        file: one.file,
        voice: one.voice,
        signal: abort.signal,
        onProgress: (share) => update(one.key, { share }),
      }).then(
        (attachment) => update(one.key, { attachment, share: 1 }),
        (error) => !abort.signal.aborted && update(one.key, { code: codeOf(error) }),
      );
    },
    [update],
  );
  const add = useCallback(
    (files: readonly File[], voice = false) => {
      const fresh = files.map((file) => newUpload(file, voice));
      setList((all) => [...all, ...fresh]);
      for (const one of fresh) run(one);
    },
    [run],
  );
  const addReady = (made: readonly Attachment[]) => setList((all) => [...all, ...made.map(readyUpload)]);
  const remove = useCallback((key: string) => {
    aborts.current.get(key)?.abort();
    setList((all) => {
      const gone = all.find((one) => one.key === key);
      if (gone?.preview) URL.revokeObjectURL(gone.preview);
      return all.filter((one) => one.key !== key);
    });
  }, []);
  const again = useCallback(
    (one: Upload) => {
      update(one.key, { code: null, share: 0 });
      run(one);
    },
    [run, update],
  );
  const clear = useCallback(() => setList([]), []);
  return { list, add, addReady, remove, again, clear };
}
