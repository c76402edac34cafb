import { Button, TextInput } from '@mantine/core';
import { useRovingIndex } from '@mantine/hooks';
import type { Conversation, WakeEvent } from '@meada/contract/routes/conversations';
import { listTasks } from '@meada/contract/routes/tasks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { whenOf } from '../../ui/time.ts';
import { callbacksQuery } from '../callbacks/callbacks.ts';
import classes from './menus.module.css';
import { fieldValue, presetsFrom } from './snooze.ts';
import type { SnoozeHow } from './useActions.ts';

/** What can be waited for here: a call only where one is owed, a task only where one is open. */
function useEvents({ id }: Conversation): WakeEvent[] {
  const may = useMay('tasks.read');
  const callbacks = useQuery(callbacksQuery).data ?? [];
  const tasks = useQuery({
    queryKey: [...keys.tasks, 'of', id],
    queryFn: ({ signal }) => call(listTasks, { query: { conversationId: id, limit: 20 } }, { signal }),
    enabled: may,
  });
  const owed = callbacks.some((one) => one.conversationId === id);
  const open = tasks.data?.items.some((one) => one.repeats === null) ?? false;
  return ['answer', 'note', ...(owed ? (['callback'] as const) : []), ...(open ? (['task'] as const) : [])];
}

type Props = { conversation: Conversation; onSnooze: (how: SnoozeHow) => void };

/** Until a usual moment or an event by one click, until any other by date and time; why, if one says so. */
export function SnoozeSheet({ conversation, onSnooze }: Props) {
  const { t, i18n } = useTranslation('snooze');
  const [note, setNote] = useState('');
  const [own, setOwn] = useState('');
  const events = useEvents(conversation);
  const now = new Date();
  const valid = own !== '' && new Date(own).getTime() > now.getTime();
  const until = valid ? new Date(own).toISOString() : undefined;
  const presets = presetsFrom(now);
  const { getItemProps } = useRovingIndex({
    total: presets.length + events.length,
    orientation: 'vertical',
  });
  // Arrows go from choice to choice; each is reached by Tab as well, as the fields between them are.
  const choice = (index: number, how: SnoozeHow) => ({
    ...getItemProps({ index, onClick: () => snooze(how) }),
    tabIndex: 0,
  });
  const sheet = useRef<HTMLDivElement>(null);
  // The code of this sheet may come after the sheet itself has taken the focus.
  useEffect(() => sheet.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), []);
  const snooze = (how: SnoozeHow) => onSnooze({ ...how, note: note.trim() || undefined });
  return (
    <div ref={sheet}>
      <TextInput
        size="sm"
        label={t('why')}
        placeholder={t('whyHint')}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <p className={classes.title} data-next>
        {t('title')}
      </p>
      {presets.map((preset, index) => (
        <button
          type="button"
          className={classes.preset}
          key={preset.name}
          data-autofocus={index === 0 || undefined}
          {...choice(index, { until: preset.at.toISOString() })}
        >
          {t(`preset.${preset.name}`)} <small>{whenOf(preset.at, i18n.language)}</small>
        </button>
      ))}
      <div className={classes.when}>
        <TextInput
          type="datetime-local"
          size="sm"
          label={t('until')}
          min={fieldValue(now)}
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
        />
        <Button size="xs" disabled={!valid} onClick={() => snooze({ until })}>
          {t('set')}
        </Button>
      </div>
      <p className={classes.title} data-next>
        {t(valid ? 'eventsAtMost' : 'events')}
      </p>
      {events.map((wake, index) => (
        <button
          type="button"
          className={classes.preset}
          key={wake}
          {...choice(presets.length + index, { wake, until })}
        >
          {t(`event.${wake}`)}
        </button>
      ))}
      <p className={classes.hint}>{t('always')}</p>
    </div>
  );
}
