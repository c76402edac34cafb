import type { ConversationItem } from '@meada/contract/routes/conversations';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './public.module.css';

/** From how many points a matter is shown to be loud, and from when it is warm, then hot. */
const bars = { shown: 25, warm: 40, hot: 70 };

type Props = { item: Pick<ConversationItem, 'loudness' | 'loudnessReasons'> };

/** How loud a matter is, with the reasons its points come from for whoever rests on it. */
export function Loudness({ item }: Props) {
  const { t, i18n } = useTranslation('conversations');
  if (item.loudness < bars.shown) return null;
  const heat = item.loudness >= bars.hot ? 'hot' : item.loudness >= bars.warm ? 'warm' : undefined;
  const label = t('loud.label', { points: item.loudness });
  const reasons = item.loudnessReasons.map(({ code, points, detail }) => {
    const shown =
      code === 'reach' && detail ? new Intl.NumberFormat(i18n.language).format(Number(detail)) : detail;
    return `${t(`loud.${code}`, { detail: shown ?? '' })} (+${points})`;
  });
  return (
    <span className={classes.loud} data-heat={heat} title={[label, ...reasons].join('\n')}>
      <IconSpeakerphone size={13} aria-hidden />
      <span className="visually-hidden">{[label, ...reasons].join('; ')}</span>
      <span aria-hidden>{item.loudness}</span>
    </span>
  );
}
