import { NumberInput, Radio, Select, Stack } from '@mantine/core';
import { Controller, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import type { QueueValues } from './queue-values.ts';
import { SpanField } from './SpanField.tsx';
import { WeightField } from './WeightField.tsx';

/** After how many offers let pass somebody is set away; nothing: never. */
function MissedField() {
  const { t } = useTranslation('routing');
  return (
    <Controller<QueueValues, 'settings.missedMost'>
      name="settings.missedMost"
      render={({ field: { ref: _ref, value, onChange, ...field } }) => (
        <NumberInput
          {...field}
          label={t('form.missed')}
          description={t('form.missedText')}
          placeholder={t('form.never')}
          min={1}
          max={20}
          value={value ?? ''}
          onChange={(next) => onChange(next === '' ? null : Math.round(Number(next)))}
        />
      )}
    />
  );
}

/** How work reaches agents, and who comes first. */
export function Handing({ own }: { own: string | null }) {
  const { t } = useTranslation('routing');
  const mode = useWatch<QueueValues, 'settings.mode'>({ name: 'settings.mode' });
  const order = useWatch<QueueValues, 'settings.order'>({ name: 'settings.order' });
  return (
    <Section title={t('form.handing')}>
      <Controller<QueueValues, 'settings.mode'>
        name="settings.mode"
        render={({ field: { ref: _ref, ...field } }) => (
          <Radio.Group {...field} label={t('form.mode')} mb="md">
            <Stack gap={10} mt={8}>
              {(['offer', 'assign', 'pull'] as const).map((one) => (
                <Radio key={one} value={one} label={t(`mode.${one}`)} description={t(`modeText.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
      />
      <div className={kit.fields}>
        <Controller<QueueValues, 'settings.order'>
          name="settings.order"
          render={({ field: { ref: _ref, ...field } }) => (
            <Select
              {...field}
              allowDeselect={false}
              label={t('form.order')}
              data={(['longest', 'priority', 'deadline'] as const).map((one) => ({
                value: one,
                label: t(`order.${one}`),
              }))}
            />
          )}
        />
        {order === 'priority' ? <SpanField name="settings.agingSeconds" field="aging" /> : null}
        {order === 'deadline' ? <SpanField name="settings.targetSeconds" field="target" /> : null}
        {mode === 'offer' ? (
          <>
            <SpanField name="settings.offerSeconds" field="offer" />
            <SpanField name="settings.againSeconds" field="again" />
            <MissedField />
          </>
        ) : null}
        <SpanField name="settings.preferredSeconds" field="preferred" />
        <WeightField name="settings.weight" queueIds={own ? [own] : null} />
        <Controller<QueueValues, 'settings.agents'>
          name="settings.agents"
          render={({ field: { ref: _ref, ...field } }) => (
            <Select
              {...field}
              allowDeselect={false}
              label={t('form.agents')}
              data={(['least_occupied', 'best_skilled'] as const).map((one) => ({
                value: one,
                label: t(`agentsOrder.${one}`),
              }))}
            />
          )}
        />
      </div>
    </Section>
  );
}
