import { useTranslation } from 'react-i18next';
import { agoOf, momentOf, useNow } from './time.ts';

/** "há 5 minutos", with the exact moment on hover; keeps itself fresh. */
export function RelativeTime({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const now = useNow();
  return (
    <time dateTime={at} title={momentOf(at, i18n.language)}>
      {agoOf(at, now, i18n.language)}
    </time>
  );
}
