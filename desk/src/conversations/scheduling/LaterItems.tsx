import { Menu } from '@mantine/core';
import { IconCalendarTime } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/queries.ts';
import { whenOf } from '../../ui/time.ts';
import { presetsFrom } from '../header/snooze.ts';
import { useStated } from '../known/usePreferredChannel.ts';
import { nextWithin } from './presets.ts';

type Props = { customerId: string; onLater: (at: Date) => void; onChoose: () => void };

/** Usual moments to send at, the customer's own hours if they named some, and any other. */
export function LaterItems({ customerId, onLater, onChoose }: Props) {
  const { t, i18n } = useTranslation('later');
  const { timeZone } = useMe().organisation;
  const { outside } = useStated(customerId);
  const now = new Date();
  const theirs = outside && nextWithin(outside, timeZone, now);
  const moments = [
    ...presetsFrom(now).map(({ name, at }) => ({ name: t(`preset.${name}`), at })),
    ...(theirs ? [{ name: t('preset.theirs'), at: theirs }] : []),
  ];
  return (
    <>
      <Menu.Label>{t('title')}</Menu.Label>
      {moments.map(({ name, at }) => (
        <Menu.Item
          key={name}
          rightSection={<small>{whenOf(at, i18n.language)}</small>}
          onClick={() => onLater(at)}
        >
          {name}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<IconCalendarTime size={16} />} onClick={onChoose}>
        {t('choose')}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
