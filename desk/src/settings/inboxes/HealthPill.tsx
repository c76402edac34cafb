import type { Inbox } from '@meada/contract/routes/inboxes';
import {
  IconArchive,
  IconCircleCheck,
  IconCircleX,
  IconLoader2,
  IconMoon,
  IconPlayerPause,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Pill } from '../kit/Section.tsx';

const looks = {
  connected: { tone: 'good', icon: IconCircleCheck },
  connecting: { tone: 'warn', icon: IconLoader2 },
  failing: { tone: 'danger', icon: IconCircleX },
  idle: { tone: undefined, icon: IconMoon },
} as const;

/** State of an inbox in a word; a switched-off one is just that. */
export function HealthPill({ inbox }: { inbox: Pick<Inbox, 'active' | 'archivedAt' | 'health'> }) {
  const { t } = useTranslation('settings');
  if (inbox.archivedAt)
    return (
      <Pill>
        <IconArchive size={14} aria-hidden />
        {t('health.archived')}
      </Pill>
    );
  if (!inbox.active)
    return (
      <Pill>
        <IconPlayerPause size={14} aria-hidden />
        {t('health.off')}
      </Pill>
    );
  const { tone, icon: Shape } = looks[inbox.health.state];
  return (
    <Pill tone={tone} title={inbox.health.text ?? undefined}>
      <Shape size={14} aria-hidden />
      {t(`health.state.${inbox.health.state}`)}
    </Pill>
  );
}
