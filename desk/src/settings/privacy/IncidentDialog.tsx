import { Group, MultiSelect, NumberInput, Select, Text, Textarea, TextInput } from '@mantine/core';
import {
  changeIncident,
  type DataKind,
  type Incident,
  type IncidentRisk,
  openIncident,
} from '@meada/contract/routes/privacy-register';
import { useState } from 'react';
import { Controller, type UseFormRegister } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { Problem } from '../../api/problem.ts';
import { complain } from '../../ui/toast.ts';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { refresh } from '../queries.ts';
import { dayWords } from './day.ts';
import { Ends } from './IncidentEnds.tsx';
import { privacyKey } from './queries.ts';

const kinds: DataKind[] = [
  ...(['contact', 'identification', 'messages', 'files', 'financial', 'authentication'] as const),
  ...(['sensitive', 'children', 'elderly', 'secrecy', 'large_scale', 'other'] as const),
];
const risks: IncidentRisk[] = ['unknown', 'low', 'relevant'];
/** An instant as an input of the browser's zone has it, and back. */
const local = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
const localOf = (at: string | null): string => (at ? local(new Date(at)) : '');
const instantOf = (text: string): string | null => (text ? new Date(text).toISOString() : null);
/** The minute is all a field shows: what nobody touched keeps its seconds. */
const kept = (text: string, was: string | null) => (text === localOf(was) ? was : instantOf(text));
const numberOf = (value: string | number): number | null => (value === '' ? null : Number(value));

/** Registers an incident. */
export function NewIncident({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('privacy');
  const saved = useSavedForm({
    values: { title: '', happened: '', noticedAt: local(new Date()) },
    done: t('incidents.saved'),
    save: async (values) => {
      await call(openIncident, { body: { ...values, noticedAt: new Date(values.noticedAt).toISOString() } });
      await refresh(privacyKey);
      onClose();
    },
  });
  const { register, formState } = saved.form;
  return (
    <FormDialog opened onClose={onClose} title={t('incidents.add')} saved={saved} action={t('save')}>
      <TextInput
        label={t('incidents.title')}
        required
        maxLength={200}
        data-autofocus
        error={formState.errors.title?.message}
        {...register('title', { required: t('required'), minLength: 3 })}
      />
      <TextInput
        type="datetime-local"
        label={t('incidents.noticedAt')}
        description={t('incidents.noticedHelp')}
        mt="md"
        error={formState.errors.noticedAt?.message}
        {...register('noticedAt', { required: t('required') })}
      />
      <Textarea
        label={t('incidents.happened')}
        mt="md"
        autosize
        minRows={4}
        maxLength={8000}
        {...register('happened')}
      />
    </FormDialog>
  );
}

const valuesOf = (incident: Incident) => ({
  ...{ happened: incident.happened, measures: incident.measures, riskReason: incident.riskReason },
  ...{ notToldReason: incident.notToldReason, peopleToldHow: incident.peopleToldHow },
  ...{
    dataKinds: incident.dataKinds,
    risk: incident.risk,
    affected: incident.affected ?? ('' as string | number),
  },
  ...{ authorityToldAt: localOf(incident.authorityToldAt), peopleToldAt: localOf(incident.peopleToldAt) },
  ...{ title: incident.title, happenedAt: localOf(incident.happenedAt) },
  authorityProtocol: incident.authorityProtocol,
});

type Values = ReturnType<typeof valuesOf>;

/** When the authority and the people were told, and where that stands. */
function Told({ incident, register }: { incident: Incident; register: UseFormRegister<Values> }) {
  const { t, i18n } = useTranslation('privacy');
  const { completeOn } = incident;
  return (
    <>
      <Group grow mt="md" align="flex-start">
        <TextInput
          type="datetime-local"
          label={t('incidents.authorityAt')}
          description={
            completeOn
              ? t('incidents.complete', { day: dayWords(completeOn, i18n.language) })
              : t('incidents.authorityHelp')
          }
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...register('authorityToldAt')}
        />
        <TextInput label={t('incidents.protocol')} maxLength={80} {...register('authorityProtocol')} />
      </Group>
      <TextInput
        type="datetime-local"
        mt="md"
        label={t('incidents.peopleAt')}
        description={t('incidents.peopleHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...register('peopleToldAt')}
      />
    </>
  );
}

type Lacking = 'risk' | 'notToldReason';

/** Says at the field what it lacks before an incident may be closed; anything else in the corner. */
function lacking(error: unknown, explain: (field: Lacking) => void): void {
  const field = error instanceof Problem ? error.field : null;
  if (field === 'risk' || field === 'notToldReason') explain(field);
  else complain(error);
}

/** What is known of an incident, what was done and told, and its history. */
export function IncidentDialog({ incident, onClose }: { incident: Incident; onClose(): void }) {
  const { t, i18n } = useTranslation('privacy');
  const [values] = useState(() => valuesOf(incident));
  const change = (body: Parameters<typeof call<typeof changeIncident>>[1]['body']) =>
    call(changeIncident, { params: { id: incident.id }, body }).then(() => refresh(privacyKey));
  const saved = useSavedForm({
    values,
    done: t('incidents.saved'),
    save: async ({ affected, dataKinds, authorityToldAt, peopleToldAt, happenedAt, ...rest }) => {
      await change({
        ...rest,
        ...{ affected: numberOf(affected), dataKinds: dataKinds as DataKind[] },
        happenedAt: kept(happenedAt, incident.happenedAt),
        authorityToldAt: kept(authorityToldAt, incident.authorityToldAt),
        peopleToldAt: kept(peopleToldAt, incident.peopleToldAt),
      });
      onClose();
    },
  });
  const { register, control, formState } = saved.form;
  const explain = (field: Lacking) =>
    saved.form.setError(field, { message: t(`incidents.${field}First`) }, { shouldFocus: true });
  const close = () =>
    change({ closed: !incident.closedAt }).then(onClose, (error) => lacking(error, explain));
  return (
    <FormDialog opened onClose={onClose} title={incident.title} saved={saved} action={t('save')} size="lg">
      <Text size="sm" c="dimmed">
        {t('incidents.due', { day: dayWords(incident.dueOn, i18n.language) })} ·{' '}
        {t('incidents.kept', { day: dayWords(incident.keptUntil, i18n.language) })}
      </Text>
      <TextInput
        label={t('incidents.title')}
        mt="md"
        maxLength={200}
        error={formState.errors.title?.message}
        {...register('title', { required: t('required'), minLength: { value: 3, message: t('required') } })}
      />
      <TextInput
        type="datetime-local"
        label={t('incidents.happenedAt')}
        mt="md"
        {...register('happenedAt')}
      />
      <Textarea
        label={t('incidents.happened')}
        mt="md"
        autosize
        minRows={3}
        maxLength={8000}
        {...register('happened')}
      />
      <Group grow mt="md" align="flex-start">
        <Controller
          control={control}
          name="risk"
          render={({ field: { ref: _ref, ...field } }) => (
            <Select
              {...field}
              label={t('incidents.risk')}
              allowDeselect={false}
              error={formState.errors.risk?.message}
              data={risks.map((value) => ({ value, label: t(`risk.${value}`) }))}
            />
          )}
        />
        <Controller
          control={control}
          name="affected"
          render={({ field: { ref: _ref, ...field } }) => (
            <NumberInput {...field} label={t('incidents.affected')} min={0} hideControls />
          )}
        />
      </Group>
      <Controller
        control={control}
        name="dataKinds"
        render={({ field: { ref: _ref, ...field } }) => (
          <MultiSelect
            {...field}
            mt="md"
            label={t('incidents.data')}
            data={kinds.map((value) => ({ value, label: t(`data.${value}`) }))}
          />
        )}
      />
      <Textarea
        label={t('incidents.riskReason')}
        mt="md"
        autosize
        minRows={2}
        maxLength={4000}
        {...register('riskReason')}
      />
      <Textarea
        label={t('incidents.measures')}
        mt="md"
        autosize
        minRows={2}
        maxLength={8000}
        {...register('measures')}
      />
      <Told incident={incident} register={register} />
      <TextInput label={t('incidents.how')} mt="md" maxLength={2000} {...register('peopleToldHow')} />
      <Textarea
        label={t('incidents.notTold')}
        mt="md"
        autosize
        minRows={2}
        maxLength={4000}
        error={formState.errors.notToldReason?.message}
        {...register('notToldReason')}
      />
      <Ends incident={incident} onToggle={close} />
    </FormDialog>
  );
}
