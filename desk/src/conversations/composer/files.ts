import type { Attachment } from '@meada/contract/content';
import type { ProblemCode } from '../../api/problem.ts';
import { createStore, type Store } from '../../live/store.ts';

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

/** Files of one message, and the way to stop each that is under way. */
export type Files = { store: Store<Upload[]>; aborts: Map<string, AbortController> };

/** Under the name of drafts, so that they go where those go (`offline/wipe.ts`). */
const keyOf = (place: string) => `meada.draft.files.${place}`;
/** The server forgets a file that nobody sent within a day (ms). */
const lasts = 22 * 3_600_000;

/** A file the server has already, such as one of a canned reply. */
export const readyUpload = (attachment: Attachment): Upload => ({
  key: crypto.randomUUID(),
  file: new File([], attachment.name),
  voice: attachment.kind === 'voice',
  preview: attachment.thumbnailUrl,
  share: 1,
  attachment,
  code: null,
});

type Kept = { at: number; attachments: Attachment[] };

function keptOf(place: string): Attachment[] {
  try {
    const { at, attachments } = JSON.parse(localStorage.getItem(keyOf(place)) ?? '') as Kept;
    return Date.now() - at < lasts ? attachments : [];
  } catch {
    return [];
  }
}

/** What the server has is remembered over a reload; what is under way is not: its bytes go with the page (`watchLeaving`). */
function keep(place: string, list: readonly Upload[]): void {
  const attachments = list.flatMap(({ attachment }) => attachment ?? []);
  const kept: Kept = { at: Date.now(), attachments };
  try {
    if (attachments.length === 0) localStorage.removeItem(keyOf(place));
    else localStorage.setItem(keyOf(place), JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing forgets them with the page.
  }
}

/** Those of which something is still on its way, or waits for the network. */
const underWay = new Set<Files>();
const ask = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Whoever closes the page meanwhile is asked first; without a reason nobody listens, or no browser could keep the page. */
function watchLeaving(files: Files): void {
  const unarrived = files.store
    .get()
    .some(({ attachment, code }) => attachment === null && (code === null || code === 'offline'));
  if (unarrived) underWay.add(files);
  else underWay.delete(files);
  if (underWay.size > 0) addEventListener('beforeunload', ask);
  else removeEventListener('beforeunload', ask);
}

const begun = new Map<string, Files>();

/** The files of what is being written in a conversation; without one, of a message that lasts as long as its dialog. */
export function filesFor(place: string | null): Files {
  const known = place === null ? undefined : begun.get(place);
  if (known) return known;
  const files: Files = {
    store: createStore<Upload[]>(place === null ? [] : keptOf(place).map(readyUpload)),
    aborts: new Map(),
  };
  if (place !== null) {
    begun.set(place, files);
    files.store.subscribe(() => {
      keep(place, files.store.get());
      watchLeaving(files);
    });
  }
  return files;
}
