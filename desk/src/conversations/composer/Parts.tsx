import { partsOf } from '@meada/contract/text-parts';
import { useTranslation } from 'react-i18next';
import classes from './composer.module.css';

/** In how many parts a text goes and is charged, for channels that count them. */
export function Parts({ text }: { text: string }) {
  const { t } = useTranslation('conversations');
  const { parts, left, odd } = partsOf(text);
  if (parts === 0) return null;
  const help = t(odd.length > 0 ? 'composer.partsOdd' : 'composer.partsHelp', {
    left,
    odd: odd.slice(0, 5).join(' '),
  });
  return (
    <span className={classes.counter} title={help} role="status">
      {t('composer.parts', { count: parts })} · {left}
    </span>
  );
}
