import { useTranslation } from 'react-i18next';
import { useMe, usePeople } from '../../api/queries.ts';
import { typing } from '../../live/presence.ts';
import { useStore } from '../../live/store.ts';
import { Face } from '../../ui/Face.tsx';
import classes from './thread.module.css';

const nobody: never[] = [];

/** Who is writing: the customer, or a colleague with their face, who is about to answer. Who else looks stands in the header. */
export function Collision({ id }: { id: string }) {
  const { t, i18n } = useTranslation('conversations');
  const me = useMe();
  const people = usePeople();
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const writing = useStore(typing, (all) => all[id] ?? nobody).filter((one) => one.id !== me.personId);
  const namesOf = (some: readonly { name: string | null }[]) =>
    list.format(some.map((one) => one.name ?? t('author.customer')));
  const colleagues = writing.filter((one) => one.kind === 'person');
  const customers = writing.filter((one) => one.kind !== 'person');
  return (
    <div className={classes.collision} aria-live="polite">
      {colleagues.length > 0 ? (
        <span className={classes.writing} data-alert>
          {colleagues.slice(0, 3).map((one) => (
            <Face
              key={one.id}
              name={one.name}
              id={one.id}
              url={people.find((person) => person.id === one.id)?.avatarUrl ?? null}
              size={20}
            />
          ))}
          {t('collision.answering', { count: colleagues.length, names: namesOf(colleagues) })}
        </span>
      ) : null}
      {customers.length > 0 ? (
        <span className={classes.writing}>
          <i />
          <i />
          <i />
          {t('collision.typing', { count: customers.length, names: namesOf(customers) })}
        </span>
      ) : null}
    </div>
  );
}
