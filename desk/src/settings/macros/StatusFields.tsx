import { NumberInput, Select, TextInput } from '@mantine/core';
import type { Snooze } from '@meada/contract/macros';
import type { StatusCategory, WakeEvent } from '@meada/contract/routes/conversations';
import { useTranslation } from 'react-i18next';
import { weekdayName } from '../../conversations/macros/words.ts';
import { statusGroups, useStatuses } from '../../conversations/statuses/statuses.ts';
import type { Of } from './ActionFields.tsx';
import classes from './macros.module.css';

const presets = {
  hours: { minutes: 60 },
  days: { days: 1, time: '08:00' },
  weekday: { weekday: 1, time: '08:00' },
} satisfies Record<string, Snooze>;
type Preset = keyof typeof presets;
const presetNames = Object.keys(presets) as Preset[];
const isPreset = (name: string | null): name is Preset => name !== null && name in presets;
const presetOf = (snooze: Snooze): Preset =>
  'minutes' in snooze ? 'hours' : 'days' in snooze ? 'days' : 'weekday';
const events: WakeEvent[] = ['answer', 'note', 'callback', 'task'];

/** The numbers of a moment: how many hours or days, which day, at what time. */
function MomentFields({ snooze, onChange }: { snooze: Snooze; onChange(snooze: Snooze): void }) {
  const { t, i18n } = useTranslation('macros');
  return (
    <>
      {'minutes' in snooze ? (
        <NumberInput
          label={t('form.hours')}
          min={1}
          max={720}
          value={Math.max(1, Math.round(snooze.minutes / 60))}
          onChange={(value) => onChange({ minutes: Math.max(1, Number(value || 1)) * 60 })}
        />
      ) : null}
      {'days' in snooze ? (
        <NumberInput
          label={t('form.days')}
          min={1}
          max={365}
          value={snooze.days}
          onChange={(value) => onChange({ ...snooze, days: Math.max(1, Number(value || 1)) })}
        />
      ) : null}
      {'weekday' in snooze ? (
        <Select
          label={t('form.weekday')}
          allowDeselect={false}
          data={[1, 2, 3, 4, 5, 6, 0].map((day) => ({
            value: String(day),
            label: weekdayName(day, i18n.language),
          }))}
          value={String(snooze.weekday)}
          onChange={(value) => onChange({ ...snooze, weekday: Number(value) })}
        />
      ) : null}
      {'minutes' in snooze ? null : (
        <TextInput
          type="time"
          label={t('form.time')}
          value={snooze.time}
          onChange={(event) => onChange({ ...snooze, time: event.currentTarget.value || '08:00' })}
        />
      )}
    </>
  );
}

/** When it comes back: at a moment, or when something happens, with or without a moment it is not longer away than. */
function ReturnFields({ action, onChange }: Of<'status'>) {
  const { t } = useTranslation('macros');
  const { snooze, wake } = action;
  const named = presetNames.map((value) => ({ value: value as string, label: t(`form.snooze.${value}`) }));
  const set = (some: Partial<typeof action>) => onChange({ ...action, ...some });
  return (
    <>
      <Select
        label={t('form.until')}
        allowDeselect={false}
        data={[...named, { value: 'event', label: t('form.snooze.event') }]}
        value={wake ? 'event' : presetOf(snooze ?? presets.days)}
        onChange={(value) =>
          set(isPreset(value) ? { snooze: presets[value], wake: null } : { snooze: null, wake: 'answer' })
        }
      />
      {wake ? (
        <>
          <Select
            label={t('form.event')}
            allowDeselect={false}
            data={events.map((value) => ({ value, label: t(`form.events.${value}`) }))}
            value={wake}
            onChange={(value) => set({ wake: (value ?? 'answer') as WakeEvent })}
          />
          <Select
            label={t('form.atMost')}
            allowDeselect={false}
            data={[{ value: '', label: t('form.noLimit') }, ...named]}
            value={snooze ? presetOf(snooze) : ''}
            onChange={(value) => set({ snooze: isPreset(value) ? presets[value] : null })}
          />
        </>
      ) : null}
      {snooze ? <MomentFields snooze={snooze} onChange={(next) => set({ snooze: next })} /> : null}
    </>
  );
}

/** The category, or one of the firm's own statuses; until when, if it is put aside. */
export function StatusFields({ action, onChange }: Of<'status'>) {
  const { t } = useTranslation(['macros', 'conversations']);
  const statuses = useStatuses();
  const chosen = statuses.find(({ id }) => id === action.statusId);
  const groups = statusGroups(statuses).map(({ category, own, plain }) => ({
    group: t(`conversations:status.${category}`),
    items: [
      ...(plain || (action.status === category && !action.statusId)
        ? [{ value: category as string, label: t(`does.${category}`) }]
        : []),
      ...own.map(({ id, name }) => ({ value: id, label: name })),
      ...(chosen?.archived && chosen.category === category
        ? [{ value: chosen.id, label: t('archived', { name: chosen.name }) }]
        : []),
    ],
  }));
  const snoozed = {
    group: t('conversations:status.snoozed'),
    items: [{ value: 'snoozed', label: t('does.snoozed') }],
  };
  const choose = (value: string | null) => {
    if (value === 'snoozed') return onChange({ kind: 'status', status: value, snooze: presets.days });
    const own = statuses.find(({ id }) => id === value);
    const status = own?.category ?? ((value ?? 'open') as StatusCategory);
    onChange({ kind: 'status', status, snooze: null, ...(own ? { statusId: own.id } : {}) });
  };
  return (
    <>
      <div className={classes.row}>
        <Select
          label={t('form.status')}
          allowDeselect={false}
          data={
            statuses.length > 0 ? [...groups, snoozed] : [...groups, snoozed].flatMap(({ items }) => items)
          }
          error={chosen?.archived ? t('form.archivedStatus') : undefined}
          value={action.statusId ?? action.status}
          onChange={choose}
        />
        {action.status === 'snoozed' ? <ReturnFields action={action} onChange={onChange} /> : null}
      </div>
      {action.wake ? <p className={classes.hint}>{t('form.eventHelp')}</p> : null}
    </>
  );
}
