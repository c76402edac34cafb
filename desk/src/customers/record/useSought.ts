import { useLocation } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef } from 'react';

/** A part of the page that its address names (`#note-…`, from a search): brought into sight once, and marked. */
export function useSought<T extends HTMLElement>(
  id: string,
): { place: RefObject<T | null>; sought: boolean } {
  const hash = useLocation({ select: (location) => location.hash });
  const place = useRef<T>(null);
  const sought = hash === id;
  useEffect(() => {
    if (sought) place.current?.scrollIntoView({ block: 'center' });
  }, [sought]);
  return { place, sought };
}
