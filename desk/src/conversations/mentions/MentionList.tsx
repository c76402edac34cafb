import { IconUsers } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Face } from '../../ui/Face.tsx';
import classes from './mentions.module.css';
import type { MentionMatch } from './useMention.ts';

/** Colleagues and teams for the name that is being typed. */
export function MentionList({ match: { list, index, pick } }: { match: MentionMatch }) {
  const { t } = useTranslation('colleagues');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  const now = list[index];
  return (
    <>
      <div ref={box} className={classes.list} role="listbox" aria-label={t('who')}>
        {list.map((one, at) => (
          <button
            key={one.id}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={at === index}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(one)}
          >
            {one.kind === 'team' ? (
              <IconUsers size={22} aria-hidden />
            ) : (
              <Face name={one.name} id={one.id} url={null} size={22} />
            )}
            <b>{one.name}</b>
            {one.kind === 'team' ? <small>{t('team')}</small> : null}
          </button>
        ))}
      </div>
      <div className="visually-hidden" aria-live="polite">
        {now?.name}
      </div>
    </>
  );
}
