import type { Import } from '@meada/contract/routes/imports';

/** A file the server cannot read; `problem` is the reason in one word. */
export class UnreadList extends Error {
  readonly problem: string;
  constructor(problem: string) {
    super(problem);
    this.problem = problem;
  }
}

/** Sends a list; answers its columns with the mapping it begins with. */
export async function sendList(file: File): Promise<Import> {
  const body = new FormData();
  body.set('file', file);
  const response = await fetch('/api/imports', { method: 'POST', headers: { 'x-meada-csrf': '1' }, body });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer as Import;
  const { field = '', code = 'unknown' } = answer as { field?: string; code?: string };
  throw new UnreadList(field.startsWith('body.file.') ? field.slice('body.file.'.length) : code);
}
