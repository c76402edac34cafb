import { Button, Menu } from '@mantine/core';
import { useRovingIndex } from '@mantine/hooks';
import type { DismissReason } from '@meada/contract/routes/abandonments';
import { IconChevronDown, IconUserCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/queries.ts';
import { presetsFrom } from '../conversations/header/snooze.ts';
import { whenOf } from '../ui/time.ts';
import { complain, say, sayWith } from '../ui/toast.ts';
import { type Change, changeAll, type Fate } from './queries.ts';
import classes from './recoveries.module.css';

export const dismissReasons = [
  'solved',
  'no_way',
  'asked_not',
  'spam',
  'other',
] as const satisfies readonly DismissReason[];

/** How many buttons stand in the bar. */
const tools = 5;

type Props = { picked: ReadonlySet<string>; onDone(): void; onAll(): void };

/** What is done with all that are picked: taken, put off, dismissed. */
export function Bulk({ picked, onDone, onAll }: Props) {
  const { t, i18n } = useTranslation('recoveries');
  const { personId } = useMe();
  const { getItemProps } = useRovingIndex({ total: tools });
  const ids = [...picked];
  const told = ({ changed, left }: Fate): string =>
    [t('bulk.done', { count: changed.length }), left > 0 ? t('bulk.left', { count: left }) : null]
      .filter((one) => one !== null)
      .join(' · ');
  const act = (body: Change, those: readonly string[] = ids) =>
    void changeAll(those, body)
      .then((fate) => say(told(fate)))
      .then(onDone, complain);
  const dismiss = (dismissed: DismissReason) =>
    void changeAll(ids, { dismissed })
      .then((fate) => {
        // Only what this press did is undone: what a colleague dismissed meanwhile stays theirs.
        const undo = { label: t('undo'), act: () => act({ dismissed: null }, fate.changed) };
        if (fate.changed.length > 0) sayWith(told(fate), undo);
        else say(told(fate));
      })
      .then(onDone, complain);
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t('bulk.picked', { count: picked.size })}>
      <strong aria-live="polite">{t('bulk.picked', { count: picked.size })}</strong>
      <Button
        size="sm"
        leftSection={<IconUserCheck size={16} />}
        {...getItemProps({ index: 0, onClick: () => act({ assigneeId: personId }) })}
      >
        {t('bulk.take')}
      </Button>
      <Menu withinPortal>
        <Menu.Target>
          <Button
            size="sm"
            variant="default"
            rightSection={<IconChevronDown size={15} />}
            {...getItemProps({ index: 1 })}
          >
            {t('bulk.putOff')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {presetsFrom(new Date()).map(({ name, at }) => (
            <Menu.Item
              key={name}
              rightSection={<small>{whenOf(at, i18n.language)}</small>}
              onClick={() => act({ laterAt: at.toISOString() })}
            >
              {t(`moment.${name}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu withinPortal>
        <Menu.Target>
          <Button
            size="sm"
            variant="default"
            rightSection={<IconChevronDown size={15} />}
            {...getItemProps({ index: 2 })}
          >
            {t('bulk.dismiss')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {dismissReasons.map((reason) => (
            <Menu.Item key={reason} onClick={() => dismiss(reason)}>
              {t(`reason.${reason}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button size="sm" variant="subtle" {...getItemProps({ index: 3, onClick: onAll })}>
        {t('bulk.all')}
      </Button>
      <Button size="sm" variant="subtle" {...getItemProps({ index: 4, onClick: onDone })}>
        {t('bulk.none')}
      </Button>
    </div>
  );
}
