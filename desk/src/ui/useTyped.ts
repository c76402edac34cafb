import { useEffect, useRef, useState } from 'react';

/** How long typing rests before it is acted on (ms). */
const pause = 250;

/**
 * The words of a search field and the way to type them. `value` is what stands (in the address); `onChange` is told what was
 * typed, trimmed, once typing rests. Words from elsewhere (a saved view, the palette, the way back) are taken over at once.
 */
export function useTyped(
  value: string,
  onChange: (value: string) => void,
): [words: string, type: (text: string) => void] {
  const [words, setWords] = useState(value);
  /** What was told last: the echo of it is no news. */
  const told = useRef(value);
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  useEffect(() => {
    if (value === told.current) return;
    clearTimeout(soon.current);
    told.current = value;
    setWords(value);
  }, [value]);
  useEffect(() => () => clearTimeout(soon.current), []);
  const type = (text: string) => {
    setWords(text);
    clearTimeout(soon.current);
    soon.current = setTimeout(() => {
      if (told.current === text.trim()) return;
      told.current = text.trim();
      tell.current(told.current);
    }, pause);
  };
  return [words, type];
}
