import { useTranslation } from 'react-i18next';
import classes from './composer.module.css';

type Props = { text: string; onText: (text: string) => void };

/** What the conversation is called, asked with the first mail of one that has no name yet. */
export function Subject({ text, onText }: Props) {
  const { t } = useTranslation('conversations');
  return (
    <input
      className={classes.subject}
      value={text}
      maxLength={998}
      placeholder={t('composer.subject')}
      aria-label={t('composer.subject')}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}
