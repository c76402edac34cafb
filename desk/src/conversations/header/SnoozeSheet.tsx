import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { whenOf } from '../../ui/time.ts';
import classes from './menus.module.css';
import { fieldValue, presetsFrom } from './snooze.ts';

/** Usual moments by one click, any other by date and time. */
export function SnoozeSheet({ onSnooze }: { onSnooze: (until: string) => void }) {
  const { t, i18n } = useTranslation('conversations');
  const [own, setOwn] = useState('');
  const now = new Date();
  const valid = own !== '' && new Date(own).getTime() > now.getTime();
  const snooze = (until: Date) => onSnooze(until.toISOString());
  return (
    <>
      <p className={classes.title}>{t('snooze.title')}</p>
      {presetsFrom(now).map((preset) => (
        <button type="button" className={classes.preset} key={preset.name} onClick={() => snooze(preset.at)}>
          {t(`snooze.${preset.name}`)} <small>{whenOf(preset.at, i18n.language)}</small>
        </button>
      ))}
      <div className={classes.when}>
        <TextInput
          type="datetime-local"
          size="sm"
          label={t('snooze.until')}
          min={fieldValue(now)}
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
        />
        <Button size="xs" disabled={!valid} onClick={() => snooze(new Date(own))}>
          {t('snooze.set')}
        </Button>
      </div>
    </>
  );
}
