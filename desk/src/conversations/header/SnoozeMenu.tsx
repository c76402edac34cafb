import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconMoonStars } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { whenOf } from '../../ui/time.ts';
import classes from './menus.module.css';
import { fieldValue, presetsFrom } from './snooze.ts';

type Props = { opened: boolean; onChange: (opened: boolean) => void; onSnooze: (until: string) => void };

/** Away until a moment: usual ones by one click, any other by date and time. */
export function SnoozeMenu({ opened, onChange, onSnooze }: Props) {
  const { t, i18n } = useTranslation('conversations');
  const [own, setOwn] = useState('');
  const now = new Date();
  const valid = own !== '' && new Date(own).getTime() > now.getTime();
  const snooze = (until: Date) => {
    onChange(false);
    onSnooze(until.toISOString());
  };
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      width={270}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('snooze.title')}
          title={t('snooze.title')}
          onClick={() => onChange(!opened)}
        >
          <IconMoonStars size={18} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.title}>{t('snooze.title')}</p>
        {presetsFrom(now).map((preset) => (
          <button
            type="button"
            className={classes.preset}
            key={preset.name}
            onClick={() => snooze(preset.at)}
          >
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
      </Popover.Dropdown>
    </Popover>
  );
}
