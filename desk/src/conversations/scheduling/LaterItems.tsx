import { Menu } from '@mantine/core';
import { IconCalendarTime } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/queries.ts';
import { whenOf } from '../../ui/time.ts';
import { presetsFrom } from '../header/snooze.ts';
import { useStated } from '../known/usePreferredChannel.ts';
import { nextWithin } from './presets.ts';

type Props = {
  customerId: string;
  /** Until when free text can be sent there; null: always. */
  windowEndsAt: string | null;
  onLater: (at: Date) => void;
  onChoose: () => void;
};

/** Usual moments to send at, the customer's own hours if they named some, and any other. */
export function LaterItems({ customerId, windowEndsAt, onLater, onChoose }: Props) {
  const { t, i18n } = useTranslation('later');
  const { timeZone } = useMe().organisation;
  const { outside } = useStated(customerId);
  const now = new Date();
  const theirs = outside && nextWithin(outside, timeZone, now);
  const moments = [
    ...presetsFrom(now).map(({ name, at }) => ({ name: t(`preset.${name}`), at })),
    ...(theirs ? [{ name: t('preset.theirs'), at: theirs }] : []),
  ];
  const closed = (at: Date) => windowEndsAt !== null && at.getTime() >= Date.parse(windowEndsAt);
  return (
    <>
      <Menu.Label>{t('title')}</Menu.Label>
      {moments.map(({ name, at }) => (
        <Menu.Item
          key={name}
          disabled={closed(at)}
          title={closed(at) ? t('windowCloses') : undefined}
          rightSection={<small>{closed(at) ? t('windowClosed') : whenOf(at, i18n.language)}</small>}
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
