import type { ConversationItem } from '@meada/contract/routes/conversations';
import { IconSpeakerphone } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonText } from '../loudness/reason.ts';
import classes from './public.module.css';

/** From how many points a matter is shown to be loud, and from when it is warm, then hot. */
const bars = { shown: 25, warm: 40, hot: 70 };

type Loud = Pick<ConversationItem, 'id' | 'loudness' | 'loudnessReasons' | 'loudnessSet'>;
const heatOf = (points: number) => (points >= bars.hot ? 'hot' : points >= bars.warm ? 'warm' : undefined);

/** How loud a matter is, with the reasons its points come from for whoever rests on it. */
export function Loudness({ item }: { item: Loud }) {
  const { t, i18n } = useTranslation('conversations');
  if (item.loudness < bars.shown) return null;
  const label = t('loud.label', { points: item.loudness });
  const reasons = item.loudnessReasons
    .filter(({ points }) => points !== 0)
    .map(
      (reason) => `${reasonText(t, reason, i18n.language)} (${reason.points > 0 ? '+' : ''}${reason.points})`,
    );
  const shown = item.loudnessSet === null ? reasons : [t('loud.set')];
  return (
    <span className={classes.loud} data-heat={heatOf(item.loudness)} title={[label, ...shown].join('\n')}>
      <IconSpeakerphone size={13} aria-hidden />
      <span className="visually-hidden">{[label, ...shown].join('; ')}</span>
      <span aria-hidden>{item.loudness}</span>
    </span>
  );
}

const Why = lazy(() => import('../loudness/Why.tsx').then((file) => ({ default: file.Why })));

/** The same as a button that explains itself; what it opens comes when it is pressed. */
export function LoudnessButton({ item }: { item: Loud }) {
  const { t } = useTranslation('conversations');
  const [wanted, setWanted] = useState(false);
  if (item.loudness === 0 && item.loudnessSet === null) return null;
  const button = (
    <button
      type="button"
      className={classes.loud}
      data-heat={heatOf(item.loudness)}
      data-button
      aria-haspopup="dialog"
      title={t('loud.label', { points: item.loudness })}
      onClick={wanted ? undefined : () => setWanted(true)}
    >
      <IconSpeakerphone size={13} aria-hidden />
      <span className="visually-hidden">{t('loud.label', { points: item.loudness })}</span>
      <span aria-hidden>{item.loudness}</span>
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <Why item={item} button={button} onClose={() => setWanted(false)} />
    </Suspense>
  );
}
