import { type Conversation, saveDraft } from '@meada/contract/routes/conversations';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/queries.ts';
import { beginWith, type Draft, fromServer, isLater, placeOf } from './draft.ts';
import { newWayOf, wayId } from './rules.ts';

/** Pause after the last key before the server keeps the draft too (ms). */
const pause = 1500;
/** Nothing was written here: whatever the server keeps is newer. */
const never = new Date(0).toISOString();
const keyOf = (place: string) => `meada.draft.${place}`;

function read(words: string | null): Draft | null {
  try {
    return JSON.parse(words ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

/** Ways that were chosen elsewhere for a conversation that is about to be opened; until something is changed there. */
const proposed = new Map<string, string>();

/** Lets the composer of a conversation begin with this way. */
export const proposeWay = (id: string, way: { inboxId: string; identityId: string }): void =>
  void proposed.set(id, wayId(way));

function first(conversation: Conversation, place: string): Draft {
  const { id, draft, legs } = conversation;
  const nothing = { text: '', legId: null, internal: legs.length === 0, keptAt: never };
  const begun = beginWith(read(localStorage.getItem(keyOf(place))), draft) ?? nothing;
  const legId = proposed.get(id);
  return legId ? { ...begun, legId, internal: false } : begun;
}

type Heard = (before: Draft | null, after: Draft | null) => void;

/** The same words in another tab went out there, or were written on: who sends them here sends them twice. */
function useElsewhere(place: string, heard: Heard): void {
  useEffect(() => {
    const follow = ({ key, oldValue, newValue }: StorageEvent) => {
      if (key === keyOf(place)) heard(read(oldValue), read(newValue));
    };
    window.addEventListener('storage', follow);
    return () => window.removeEventListener('storage', follow);
  }, [place, heard]);
}

/** Keeps what is written on the server, too, a moment after the last key; null: nothing is left to keep. */
function useSaver(id: string, onKept: (draft: Draft, at: string) => void): (draft: Draft | null) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const unsaved = useRef<Draft | null>(null);
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const written = unsaved.current;
    unsaved.current = null;
    if (!written) return;
    const { turn: _, keptAt: __, ...body } = written;
    // The server knows only legs that are there; a new one is remembered by this browser.
    const legId = newWayOf(body.legId) ? null : body.legId;
    void call(saveDraft, { params: { id }, body: { ...body, legId } }).then(
      ({ at }) => onKept(written, at),
      () => {
        // Told with the next change, or when this is left.
        unsaved.current ??= written;
      },
    );
  }, [id, onKept]);
  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  return useCallback(
    (draft) => {
      clearTimeout(timer.current);
      unsaved.current = draft;
      if (draft) timer.current = setTimeout(flush, pause);
    },
    [flush],
  );
}

const store = (place: string, draft: Draft): void =>
  draft.text
    ? localStorage.setItem(keyOf(place), JSON.stringify(draft))
    : localStorage.removeItem(keyOf(place));
const sameWords = (one: Draft, other: Draft): boolean =>
  one.text === other.text && (one.html ?? null) === (other.html ?? null) && one.internal === other.internal;

/** Remembers that the server has the words, unless they were written on meanwhile. */
function useKept(id: string, place: string, newest: RefObject<Draft>) {
  const client = useQueryClient();
  return useCallback(
    (written: Draft, at: string) => {
      const { text, html = null, internal } = written;
      const legId = newWayOf(written.legId) ? null : written.legId;
      const draft = text.trim() === '' ? null : { text, html, legId, internal, at };
      client.setQueryData<Conversation>(keys.conversation(id), (open) => open && { ...open, draft });
      if (!sameWords(newest.current, written)) return;
      newest.current = { ...newest.current, keptAt: at };
      store(place, newest.current);
    },
    [client, id, place, newest],
  );
}

/** What is being written: kept in this browser at once, on the server a moment later; survives reload and machine. */
export function useDraft(conversation: Conversation) {
  const { id } = conversation;
  const place = placeOf(useMe().personId, id);
  const [draft, setDraft] = useState<Draft>(() => first(conversation, place));
  const newest = useRef(draft);
  const save = useSaver(id, useKept(id, place, newest));
  const show = useCallback((next: Draft) => {
    newest.current = next;
    setDraft(next);
  }, []);
  const heard = useCallback<Heard>(
    (before, after) => {
      const now = newest.current;
      if (now.text !== (before?.text ?? '')) return;
      save(null);
      // Only the time at which the server took them is new: an editor keeps its place.
      if (after && sameWords(now, after)) newest.current = { ...now, keptAt: after.keptAt };
      else show({ ...(after ?? { ...now, text: '', html: null }), turn: (now.turn ?? 0) + 1 });
    },
    [save, show],
  );
  useElsewhere(place, heard);

  const { draft: kept } = conversation;
  useEffect(() => {
    const now = newest.current;
    if (!isLater(kept, now)) return;
    const later = { ...fromServer(kept), turn: (now.turn ?? 0) + 1 };
    store(place, later);
    show(later);
  }, [kept, place, show]);

  const change = useCallback(
    (some: Partial<Draft>) => {
      proposed.delete(id);
      const next = { ...newest.current, ...some, keptAt: undefined };
      store(place, next);
      save(next);
      show(next);
    },
    [id, place, save, show],
  );
  return { draft, change };
}
