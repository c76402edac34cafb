import { type KeyboardEvent, type RefObject, useMemo, useRef, useState } from 'react';
import { useMe, usePeople, useTeams } from '../../api/queries.ts';
import type { Draft } from '../composer/draft.ts';
import { mentionsIn, offeredFor, type Target, wordBefore } from './names.ts';

type Into = {
  /** Only a note names colleagues. */
  on: boolean;
  draft: Pick<Draft, 'text'>;
  field: RefObject<HTMLTextAreaElement | null>;
  change: (some: Partial<Draft>) => void;
};

export type MentionMatch = ReturnType<typeof useMention>;

/** Whom a note can name: colleagues at work here, and teams. */
function useTargets(): Target[] {
  const me = useMe();
  const people = usePeople();
  const teams = useTeams();
  return useMemo(
    () => [
      ...people
        .filter(({ active, id }) => active && id !== me.personId)
        .map(({ id, name }) => ({ kind: 'person' as const, id, name })),
      ...teams.map(({ id, name }) => ({ kind: 'team' as const, id, name })),
    ],
    [people, teams, me.personId],
  );
}

/** Completes the name after an @ in a note, by keys or a press, and knows whom the finished note names. */
export function useMention({ on, draft: { text }, field, change }: Into) {
  const targets = useTargets();
  const chosen = useRef(new Map<string, string>());
  const [place, setPlace] = useState({ word: '', index: 0 });
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const caret = field.current?.selectionStart ?? text.length;
  const word = on && closedAt !== text ? wordBefore(text, Math.min(caret, text.length)) : null;
  const list = useMemo(() => (word === null ? [] : offeredFor(targets, word)), [word, targets]);
  const index = place.word === word ? Math.min(place.index, list.length - 1) : 0;

  const pick = (target: Target) => {
    const at = (field.current?.selectionStart ?? text.length) - (word?.length ?? 0);
    const before = `${text.slice(0, at)}${target.name} `;
    chosen.current.set(target.name, target.id);
    const rest = text.slice(at + (word?.length ?? 0)).replace(/^ /, '');
    change({ text: before + rest, html: null });
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
  };
  /** Before the field itself hears the key. */
  const onKeyDownCapture = (event: KeyboardEvent) => {
    const one = list[index];
    if (!one || event.nativeEvent.isComposing) return;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) setPlace({ word: word ?? '', index: (index + by + list.length) % list.length });
    else if (event.key === 'Enter' || event.key === 'Tab') pick(one);
    else if (event.key === 'Escape') setClosedAt(text);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    list,
    index,
    pick,
    onKeyDownCapture,
    namedIn: (words: string) => mentionsIn(words, targets, chosen.current),
  };
}
