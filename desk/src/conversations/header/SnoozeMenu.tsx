import { ActionIcon } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconMoonStars } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Late } from '../../ui/Late.tsx';
import type { SnoozeHow } from './useActions.ts';

const SnoozeSheet = lazyRouteComponent(() => import('./SnoozeSheet.tsx'), 'SnoozeSheet');
const look = { kind: 'sheet', width: 300 } as const;

type Props = {
  conversation: Conversation;
  opened: boolean;
  onChange: (opened: boolean) => void;
  onSnooze: (how: SnoozeHow) => void;
};

/** Away until a moment, or until something happens. */
export function SnoozeMenu({ conversation, opened, onChange, onSnooze }: Props) {
  const { t } = useTranslation('conversations');
  const button = (
    <ActionIcon variant="default" size={36} aria-label={t('snooze.title')} title={t('snooze.title')}>
      <IconMoonStars size={18} stroke={1.7} />
    </ActionIcon>
  );
  const snooze = (how: SnoozeHow) => {
    onChange(false);
    onSnooze(how);
  };
  return (
    <Late button={button} look={look} later={SnoozeSheet.preload} opened={opened} onChange={onChange}>
      <SnoozeSheet conversation={conversation} onSnooze={snooze} />
    </Late>
  );
}
