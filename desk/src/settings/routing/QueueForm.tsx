import { Button, Checkbox, MultiSelect, Select, TextInput } from '@mantine/core';
import { changeQueue, createQueue, type Queue } from '@meada/contract/routes/routing';
import type { QueueSettings } from '@meada/contract/routing';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Controller, FormProvider, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useInboxRefs, useTeams } from '../../api/queries.ts';
import { skillsQuery } from '../../work/queries.ts';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { ArchiveQueue } from './ArchiveQueue.tsx';
import { Handing } from './Handing.tsx';
import { QueueHours, useHoursWords } from './QueueHours.tsx';
import type { QueueValues } from './queue-values.ts';
import classes from './routing.module.css';
import { SkillsAsked } from './SkillsAsked.tsx';
import { MaybeSpanField, SpanField } from './SpanField.tsx';
import { StepsEditor } from './StepsEditor.tsx';
import { useNames } from './useNames.ts';
import { Waiting } from './Waiting.tsx';
import { queueWords } from './words.ts';

/** What a queue is until somebody says otherwise; the same as the contract's defaults. */
const usual: QueueSettings = {
  mode: 'offer',
  order: 'priority',
  agingSeconds: 300,
  headStartSeconds: 0,
  targetSeconds: 3600,
  offerSeconds: 30,
  againSeconds: 300,
  missedMost: 2,
  preferredSeconds: 60,
  agents: 'least_occupied',
  wrapUpSeconds: 30,
  silentSeconds: 900,
  graceSeconds: { realTime: 60, deferred: 1800 },
  pausedMostSeconds: null,
  weight: 1,
  skills: [],
  wait: { tell: true, overSeconds: 120, call: false, keep: true, keepOver: [], templates: [] },
  steps: [],
};

const valuesOf = (queue: Queue | null, first: boolean): QueueValues => ({
  name: queue?.name ?? '',
  teamId: queue?.teamId ?? null,
  isDefault: queue?.isDefault ?? first,
  inboxIds: queue?.inboxIds ?? [],
  hoursId: queue?.hoursId ?? null,
  afterHoursId: queue?.afterHoursId ?? null,
  awayMessage: queue?.awayMessage ?? '',
  settings: queue?.settings ?? usual,
});

/** What the queue does, in words that follow what is typed. */
function Preview() {
  const { t, i18n } = useTranslation('routing');
  const names = useNames();
  const settings = useWatch<QueueValues, 'settings'>({ name: 'settings' });
  const hours = useHoursWords(names.queues);
  const sentences = [...queueWords(t, settings, { names, locale: i18n.language }), ...hours];
  return (
    <aside className={classes.preview} aria-label={t('preview.title')} aria-live="polite">
      <h2>{t('preview.title')}</h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </aside>
  );
}

/** Name, where its work comes from, whose it is. */
function Basics({ queues, own }: { queues: readonly Queue[]; own: string | null }) {
  const { t } = useTranslation(['routing', 'settings']);
  const teams = useTeams();
  const inboxes = useInboxRefs();
  const elsewhere = (id: string) => queues.find((one) => one.id !== own && one.inboxIds.includes(id))?.name;
  const label = (id: string, name: string) => {
    const other = elsewhere(id);
    return other ? `${name} (${t('form.from', { queue: other })})` : name;
  };
  return (
    <Section title={t('form.basics')}>
      <div className={kit.fields}>
        <Controller<QueueValues, 'name'>
          name="name"
          rules={{ required: t('settings:fieldProblem.required') }}
          render={({ field, fieldState }) => (
            <TextInput
              {...field}
              label={t('form.name')}
              placeholder={t('form.nameExample')}
              maxLength={80}
              withAsterisk
              required
              error={fieldState.error?.message}
            />
          )}
        />
        <Controller<QueueValues, 'teamId'>
          name="teamId"
          render={({ field: { ref: _ref, ...field } }) => (
            <Select
              {...field}
              label={t('form.team')}
              description={t('form.teamText')}
              placeholder={t('form.noTeam')}
              clearable
              data={teams.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        />
        <Controller<QueueValues, 'inboxIds'>
          name="inboxIds"
          render={({ field: { ref: _ref, ...field } }) => (
            <MultiSelect
              {...field}
              className={kit.wide}
              label={t('form.inboxes')}
              description={t('form.inboxesText')}
              searchable
              clearable
              data={inboxes.map(({ id, name }) => ({ value: id, label: label(id, name) }))}
            />
          )}
        />
        <Controller<QueueValues, 'isDefault'>
          name="isDefault"
          render={({ field: { value, ref: _ref, ...field } }) => (
            <Checkbox
              {...field}
              checked={value}
              className={kit.wide}
              label={t('form.isDefault')}
              description={t('form.isDefaultText')}
            />
          )}
        />
      </div>
    </Section>
  );
}

/** What comes after a contact, and what happens when a browser is gone. */
function After() {
  const { t } = useTranslation('routing');
  return (
    <Section title={t('form.after')} text={t('form.afterText')}>
      <div className={kit.fields}>
        <SpanField name="settings.wrapUpSeconds" field="wrapUp" />
        <SpanField name="settings.graceSeconds.realTime" field="graceRealTime" />
        <SpanField name="settings.graceSeconds.deferred" field="graceDeferred" />
        <MaybeSpanField name="settings.silentSeconds" field="silent" usual={900} />
        <MaybeSpanField name="settings.pausedMostSeconds" field="pausedMost" usual={14_400} />
        <SpanField name="settings.headStartSeconds" field="headStart" />
      </div>
    </Section>
  );
}

/** A queue, new or changed, with what it does in words beside it. */
export function QueueForm({ queue, queues }: { queue: Queue | null; queues: readonly Queue[] }) {
  const { t } = useTranslation(['routing', 'settings']);
  const navigate = useNavigate();
  const skills = useQuery(skillsQuery).data ?? [];
  const back = () => navigate({ to: '/settings/$', params: { _splat: 'routing/queues' } });
  const values = useMemo(() => valuesOf(queue, queues.length === 0), [queue, queues.length]);
  const saved = useSavedForm({
    values,
    done: t('settings:kit.saved'),
    save: async (body) => {
      await (queue ? call(changeQueue, { params: { id: queue.id }, body }) : call(createQueue, { body }));
      await refresh(keys.routing);
    },
  });
  return (
    <FormProvider {...saved.form}>
      <Button variant="subtle" size="compact-sm" mb="sm" onClick={() => void back()}>
        ← {t('queue.title')}
      </Button>
      <div className={classes.beside}>
        <FormFrame
          saved={saved}
          fresh={!queue}
          action={queue ? undefined : t('form.create')}
          extra={queue ? <ArchiveQueue queue={queue} queues={queues} onDone={() => void back()} /> : null}
        >
          <Basics queues={queues} own={queue?.id ?? null} />
          <QueueHours queues={queues.filter(({ id }) => id !== queue?.id)} />
          <Handing own={queue?.id ?? null} />
          <SkillsAsked skills={skills} />
          <StepsEditor queues={queues.filter(({ id }) => id !== queue?.id)} skills={skills} />
          <Waiting />
          <After />
        </FormFrame>
        <Preview />
      </div>
    </FormProvider>
  );
}
