import { lazy, type RefObject, Suspense } from 'react';
import type { Letter } from '../letter/useLetter.ts';
import type { Block } from './rules.ts';

/** What nobody filled in is named above the field; its code comes when something is missing. */
const Holes = lazy(() => import('../canned/Holes.tsx').then((file) => ({ default: file.Holes })));

type Props = {
  block: Block | null;
  text: string;
  letter: Letter;
  field: RefObject<HTMLTextAreaElement | null>;
};

/** Places of the text that still wait for a value, while they stop the sending. */
export function HolesBar({ block, text, letter, field }: Props) {
  if (block !== 'holes') return null;
  const select = (hole: { from: number; to: number; words: string }) => {
    if (letter.on) return letter.handle.current?.select(hole.words);
    field.current?.focus();
    field.current?.setSelectionRange(hole.from, hole.to);
  };
  return (
    <Suspense fallback={null}>
      <Holes text={text} onSelect={select} />
    </Suspense>
  );
}
