import { ActionIcon, Menu } from '@mantine/core';
import type { Abandonment, DismissReason } from '@meada/contract/routes/abandonments';
import {
  IconClockPause,
  IconDots,
  IconRestore,
  IconUserCheck,
  IconUserOff,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/queries.ts';
import { presetsFrom } from '../conversations/header/snooze.ts';
import { whenOf } from '../ui/time.ts';
import { complain, sayWith } from '../ui/toast.ts';
import { dismissReasons } from './Bulk.tsx';
import { change } from './queries.ts';

const icon = { size: 17, stroke: 1.6 } as const;
/** What else can be done: take it, put it off, say that there is nothing to win back. */
export function CardMenu({ one }: { one: Abandonment }) {
  const { t, i18n } = useTranslation('recoveries');
  const { personId } = useMe();
  const act = (body: Parameters<typeof change>[1]) => void change(one.id, body).catch(complain);
  const dismiss = (dismissed: DismissReason) =>
    void change(one.id, { dismissed })
      .then(() =>
        sayWith(t(dismissed === 'asked_not' ? 'dismissedAskedNot' : 'dismissed'), {
          label: t('undo'),
          act: () => act({ dismissed: null }),
        }),
      )
      .catch(complain);
  if (one.settledAt !== null && one.state !== 'dismissed') return null;
  const mine = one.assigneeId === personId;
  return (
    <Menu position="bottom-end" width={260} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('menu')}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {one.state === 'dismissed' ? (
          <Menu.Item leftSection={<IconRestore {...icon} />} onClick={() => act({ dismissed: null })}>
            {t('reopen')}
          </Menu.Item>
        ) : (
          <>
            <Menu.Item
              leftSection={mine ? <IconUserOff {...icon} /> : <IconUserCheck {...icon} />}
              onClick={() => act({ assigneeId: mine ? null : personId })}
            >
              {t(mine ? 'lay' : 'take')}
            </Menu.Item>
            <Menu.Label>{t('putOff')}</Menu.Label>
            {presetsFrom(new Date()).map(({ name, at }) => (
              <Menu.Item
                key={name}
                leftSection={<IconClockPause {...icon} />}
                rightSection={<small>{whenOf(at, i18n.language)}</small>}
                onClick={() => act({ laterAt: at.toISOString() })}
              >
                {t(`moment.${name}`)}
              </Menu.Item>
            ))}
            <Menu.Label>{t('dismiss')}</Menu.Label>
            {dismissReasons.map((reason) => (
              <Menu.Item key={reason} leftSection={<IconX {...icon} />} onClick={() => dismiss(reason)}>
                {t(`reason.${reason}`)}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
