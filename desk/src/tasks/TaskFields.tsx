import { Group, MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import type { Task, TaskRepeat } from '@meada/contract/routes/tasks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMay, useMe, usePeople, useTeams } from '../api/queries.ts';
import { queueNamesQuery } from '../work/queries.ts';
import {
  dueOf,
  localOf,
  type Reminder,
  reminderOf,
  reminders,
  remindOf,
  repeats,
  type When,
  whenOf,
} from './due.ts';

/** What a form of a task holds. */
export type TaskValues = {
  title: string;
  description: string;
  when: When;
  reminder: Reminder;
  /** A moment of its own to ring, as its field holds it. */
  own: string;
  repeats: TaskRepeat | null;
  personIds: string[];
  teamId: string | null;
  /** Whose agents it is given to. */
  queueId: string | null;
};

export const emptyTask = (me: string): TaskValues => ({
  ...{ title: '', description: '', when: { day: '', time: '' }, reminder: 'none', own: '', repeats: null },
  ...{ personIds: [me], teamId: null, queueId: null },
});
export const valuesOf = (task: Task): TaskValues => ({
  ...{ title: task.title, description: task.description, when: whenOf(task), reminder: reminderOf(task) },
  ...{ own: localOf(task.remindAt), repeats: task.repeats, personIds: task.personIds, teamId: task.teamId },
  queueId: task.work?.queueId ?? null,
});
/** The same as a request. */
export const bodyOf = ({ when, reminder, own, ...rest }: TaskValues) => {
  const due = dueOf(when);
  return {
    ...rest,
    ...due,
    repeats: due.dueAt === null ? null : rest.repeats,
    remindAt: remindOf(reminder, when, own),
  };
};

type Props = {
  values: TaskValues;
  set(some: Partial<TaskValues>): void;
  titleError?: string | undefined;
  /** Where it is not to be done any more no queue gives it to anybody. */
  done?: boolean;
};

function Times({ values, set }: Pick<Props, 'values' | 'set'>) {
  const { t } = useTranslation('tasks');
  const { when, reminder } = values;
  const usable = reminders.filter((one) => when.day !== '' || one === 'none' || one === 'own');
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t('field.day')}
          value={when.day}
          onChange={({ currentTarget: { value } }) =>
            set({
              when: value === '' ? { day: '', time: '' } : { ...when, day: value },
              ...(value === '' && reminder !== 'own' ? { reminder: 'none' } : {}),
            })
          }
        />
        <TextInput
          type="time"
          label={t('field.time')}
          disabled={when.day === ''}
          value={when.time}
          onChange={({ currentTarget: { value } }) => set({ when: { ...when, time: value.slice(0, 5) } })}
        />
      </Group>
      <Group grow align="flex-start">
        <Select
          label={t('field.reminder')}
          allowDeselect={false}
          data={usable.map((one) => ({
            value: one,
            label: t(one === 'exact' && when.time === '' ? 'remind.morning' : `remind.${one}`),
          }))}
          value={usable.includes(reminder) ? reminder : 'none'}
          onChange={(next) => set({ reminder: (next ?? 'none') as Reminder })}
        />
        <Select
          label={t('field.repeats')}
          placeholder={t('repeat.never')}
          clearable
          disabled={when.day === ''}
          data={repeats.map((one) => ({ value: one, label: t(`repeat.${one}`) }))}
          value={when.day === '' ? null : values.repeats}
          onChange={(next) => set({ repeats: next as TaskRepeat | null })}
        />
      </Group>
      {reminder === 'own' ? (
        <TextInput
          type="datetime-local"
          label={t('field.own')}
          value={values.own}
          onChange={({ currentTarget: { value } }) => set({ own: value })}
        />
      ) : null}
    </>
  );
}

/** Title, who, by when, how it is remembered. */
export function TaskFields({ values, set, titleError, done = false }: Props) {
  const { t } = useTranslation('tasks');
  const people = usePeople().filter(({ id, active }) => active || values.personIds.includes(id));
  const teams = useTeams();
  const me = useMe().personId;
  const onlyMine = values.personIds.length === 1 && values.personIds[0] === me && !values.queueId;
  const answers = useMay('conversations.read');
  const queues = useQuery({ ...queueNamesQuery, enabled: answers }).data ?? [];
  return (
    <>
      <TextInput
        label={t('field.title')}
        placeholder={t('field.titleHint')}
        required
        data-autofocus
        maxLength={200}
        error={titleError}
        value={values.title}
        onChange={({ currentTarget: { value } }) => set({ title: value })}
      />
      <Textarea
        label={t('field.description')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={5000}
        value={values.description}
        onChange={({ currentTarget: { value } }) => set({ description: value })}
      />
      <MultiSelect
        label={t('field.people')}
        placeholder={values.personIds.length === 0 ? t('field.nobody') : undefined}
        searchable
        clearable
        data={people.map(({ id, name, active }) => ({
          value: id,
          label: active ? name : t('gone', { name }),
        }))}
        value={values.personIds}
        onChange={(personIds) => set({ personIds })}
      />
      {teams.length > 0 ? (
        <Select
          label={t('field.team')}
          placeholder={t('field.noTeam')}
          clearable
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.teamId}
          onChange={(teamId) => set({ teamId })}
        />
      ) : null}
      {queues.length > 0 && !done ? (
        <Select
          label={t('field.queue')}
          description={t('field.queueText')}
          placeholder={t('field.noQueue')}
          clearable
          data={queues.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.queueId}
          onChange={(queueId) =>
            // Put into a queue by who makes it, it is not theirs as well.
            set({ queueId, ...(queueId && onlyMine ? { personIds: [] } : {}) })
          }
        />
      ) : null}
      <Times values={values} set={set} />
    </>
  );
}
