import { useTranslation } from 'react-i18next';
import classes from './thread.module.css';

type Props = { quote: { seq: number; text: string; author: string | null } };

/** What a message answers; leads there when it is loaded. */
export function Quote({ quote }: Props) {
  const { t } = useTranslation('conversations');
  const go = () => {
    const target = document.getElementById(`message-${quote.seq}`);
    target?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    target?.animate([{ background: 'var(--accent-soft)' }, { background: 'transparent' }], {
      duration: 1600,
    });
  };
  return (
    <button type="button" className={classes.quote} onClick={go}>
      <b>{quote.author ?? t('author.customer')}</b>
      <span>{quote.text || t('kind.media')}</span>
    </button>
  );
}
