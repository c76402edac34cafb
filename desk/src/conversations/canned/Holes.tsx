import { holesOf } from '@meada/contract/variables';
import { IconBraces } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './canned.module.css';

type Props = { text: string; onSelect: (hole: { from: number; to: number; words: string }) => void };

/** Places of the message that still wait for a value; a press marks one, to be written over. */
export function Holes({ text, onSelect }: Props) {
  const { t } = useTranslation('canned');
  const holes = holesOf(text);
  if (holes.length === 0) return null;
  return (
    <div className={classes.holes} role="status">
      <IconBraces size={17} aria-hidden />
      <span>{t('fill', { count: holes.length })}</span>
      {holes.map(({ from, to, name, why }) => (
        <button
          key={from}
          type="button"
          title={t(`why.${why}`)}
          onClick={() => onSelect({ from, to, words: text.slice(from, to) })}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
