import { useTranslation } from 'react-i18next';
import { useMe, usePeople } from '../../api/queries.ts';
import { typing, viewers } from '../../live/presence.ts';
import { useStore } from '../../live/store.ts';
import { Face } from '../../ui/Face.tsx';
import classes from './header.module.css';

const nobody: never[] = [];
/** Faces shown; the rest is a number. */
const shownAtMost = 3;

/** Colleagues who have this conversation on the screen, and who of them is writing: before two answer at once. */
export function Viewers({ id }: { id: string }) {
  const { t, i18n } = useTranslation('conversations');
  const me = useMe();
  const people = usePeople();
  const writing = useStore(typing, (all) => all[id] ?? nobody);
  const others = useStore(viewers, (all) => all[id] ?? nobody).filter((one) => one.id !== me.personId);
  if (others.length === 0) return null;
  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(
    others.map((one) => one.name),
  );
  const text = t('collision.viewing', { count: others.length, names });
  const writes = (personId: string) => writing.some((one) => one.kind === 'person' && one.id === personId);
  return (
    <div className={classes.viewers} role="img" aria-label={text} title={text}>
      {others.slice(0, shownAtMost).map((one) => (
        <span key={one.id} data-writing={writes(one.id) || undefined}>
          <Face
            name={one.name}
            id={one.id}
            url={people.find((person) => person.id === one.id)?.avatarUrl}
            size={26}
          />
        </span>
      ))}
      {others.length > shownAtMost ? <b>+{others.length - shownAtMost}</b> : null}
    </div>
  );
}
