import { type Conversation, saveDraft } from '@meada/contract/routes/conversations';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import type { Draft } from './draft.ts';
import { newWayOf, wayId } from './rules.ts';

/** Pause after the last key before the server keeps the draft too (ms). */
const pause = 1500;
const keyOf = (id: string) => `meada.draft.${id}`;

function local(id: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

/** Ways that were chosen elsewhere for a conversation that is about to be opened; until something is changed there. */
const proposed = new Map<string, string>();

/** Lets the composer of a conversation begin with this way. */
export const proposeWay = (id: string, way: { inboxId: string; identityId: string }): void =>
  void proposed.set(id, wayId(way));

function first(conversation: Conversation): Draft {
  const { id, draft, legs } = conversation;
  const begun = local(id) ?? draft ?? { text: '', legId: null, internal: legs.length === 0 };
  const legId = proposed.get(id);
  return legId ? { ...begun, legId, internal: false } : begun;
}

/** What is being written: kept in this browser at once, on the server a moment later; survives reload and machine. */
export function useDraft(conversation: Conversation) {
  const { id } = conversation;
  const [draft, setDraft] = useState<Draft>(() => first(conversation));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const unsaved = useRef<Draft | null>(null);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const body = unsaved.current;
    unsaved.current = null;
    if (!body) return;
    // The server knows only legs that are there; a new one is remembered by this browser.
    const legId = newWayOf(body.legId) ? null : body.legId;
    void call(saveDraft, { params: { id }, body: { ...body, legId } }).catch(() => {
      // Told with the next change, or when this is left.
      unsaved.current ??= body;
    });
  }, [id]);
  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);

  const change = useCallback(
    (some: Partial<Draft>) => {
      proposed.delete(id);
      setDraft((now) => {
        const next = { ...now, ...some };
        if (next.text) localStorage.setItem(keyOf(id), JSON.stringify(next));
        else localStorage.removeItem(keyOf(id));
        unsaved.current = next;
        return next;
      });
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, pause);
    },
    [id, flush],
  );
  return { draft, change };
}
