import { ActionIcon } from '@mantine/core';
import { IconMoonStars } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Late } from '../../ui/Late.tsx';

const SnoozeSheet = lazyRouteComponent(() => import('./SnoozeSheet.tsx'), 'SnoozeSheet');
const look = { kind: 'sheet', width: 270 } as const;

type Props = { opened: boolean; onChange: (opened: boolean) => void; onSnooze: (until: string) => void };

/** Away until a moment. */
export function SnoozeMenu({ opened, onChange, onSnooze }: Props) {
  const { t } = useTranslation('conversations');
  const button = (
    <ActionIcon variant="default" size={36} aria-label={t('snooze.title')} title={t('snooze.title')}>
      <IconMoonStars size={18} stroke={1.7} />
    </ActionIcon>
  );
  const snooze = (until: string) => {
    onChange(false);
    onSnooze(until);
  };
  return (
    <Late button={button} look={look} later={SnoozeSheet.preload} opened={opened} onChange={onChange}>
      <SnoozeSheet onSnooze={snooze} />
    </Late>
  );
}
