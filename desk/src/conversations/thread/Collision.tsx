import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/queries.ts';
import { typing } from '../../live/presence.ts';
import { useStore } from '../../live/store.ts';
import classes from './thread.module.css';

const nobody: never[] = [];

/** Who is typing. Who else looks stands in the header. */
export function Collision({ id }: { id: string }) {
  const { t, i18n } = useTranslation('conversations');
  const me = useMe();
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const writing = useStore(typing, (all) => all[id] ?? nobody).filter((one) => one.id !== me.personId);
  const namesOf = (people: readonly { name: string | null }[]) =>
    list.format(people.map((one) => one.name ?? t('author.customer')));
  return (
    <div className={classes.collision} aria-live="polite">
      {writing.length > 0 ? (
        <span
          className={classes.writing}
          data-alert={writing.some((one) => one.kind === 'person') || undefined}
        >
          <i />
          <i />
          <i />
          {t('collision.typing', { count: writing.length, names: namesOf(writing) })}
        </span>
      ) : null}
    </div>
  );
}
