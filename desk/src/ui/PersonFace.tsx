import type { PresenceState } from '@meada/contract/frames';
import { useTranslation } from 'react-i18next';
import { presence } from '../live/presence.ts';
import { useStore } from '../live/store.ts';
import classes from './Face.module.css';
import { Face } from './Face.tsx';

type Person = { id: string; name: string; avatarUrl: string | null };

/** Whether a colleague is at work now. */
export const usePresence = (id: string): PresenceState => useStore(presence, (all) => all[id] ?? 'offline');

/** Whole pixels: a small circle of fractions looks dented. */
const dotOf = (size: number): number => (size < 30 ? 9 : size < 36 ? 11 : 12);

/** A colleague's picture with a dot that says whether they are there; said in words to who does not see it. */
export function PersonFace({ person, size = 38 }: { person: Person; size?: number }) {
  const { t } = useTranslation();
  const state = usePresence(person.id);
  return (
    <span className={classes.person} data-state={state} title={t(`presence.${state}`)}>
      <Face name={person.name} id={person.id} url={person.avatarUrl} size={size} />
      <i className={classes.dot} style={{ width: dotOf(size), height: dotOf(size) }} />
      <span className="visually-hidden">{t(`presence.${state}`)}</span>
    </span>
  );
}
