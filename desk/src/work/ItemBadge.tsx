import type { WorkItem } from '@meada/contract/routes/routing';
import { IconChecklist } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ChannelBadge } from '../ui/ChannelBadge.tsx';

type Props = { item: Pick<WorkItem, 'kind' | 'channel'>; size?: number; label?: boolean };

/** Over which channel work came; a task came over none. */
export function ItemBadge({ item, size = 16, label = false }: Props) {
  const { t } = useTranslation('work');
  if (item.kind !== 'task') return <ChannelBadge channel={item.channel} size={size} label={label} />;
  if (!label) return <IconChecklist size={size} role="img" aria-label={t('kind.task')} />;
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 5 }}>
      <IconChecklist size={size} aria-hidden /> {t('kind.task')}
    </span>
  );
}
