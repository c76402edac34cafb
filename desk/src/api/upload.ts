import type { Attachment } from '@meada/contract/content';
import { uploadFile } from '@meada/contract/routes/conversations';
import { addressOf } from './call.ts';
import { Problem, problemOf } from './problem.ts';

type Upload = { file: File; voice: boolean; onProgress: (share: number) => void; signal: AbortSignal };

/** Uploads one file with progress (0…1); fetch cannot tell progress, so this is the one place with XMLHttpRequest. */
export function upload({ file, voice, onProgress, signal }: Upload): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf(uploadFile, { query: { voice: voice ? '1' : '0' } }));
    request.setRequestHeader('x-meada-csrf', '1');
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Problem('offline', 0));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as Attachment);
      else reject(problemOf(request.status, request.responseText));
    };
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}
