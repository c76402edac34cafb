import { ActionIcon, Button, Checkbox, MultiSelect, NumberInput } from '@mantine/core';
import type { Queue, Skill } from '@meada/contract/routes/routing';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Controller, useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import type { QueueValues } from './queue-values.ts';
import classes from './routing.module.css';
import { SpanField } from './SpanField.tsx';

type Props = { queues: readonly Queue[]; skills: readonly Skill[] };
const most = 20;

/** One step: when, and what then. */
function Step({ at, queues, skills, onRemove }: Props & { at: number; onRemove: () => void }) {
  const { t } = useTranslation('routing');
  const here = `settings.steps.${at}` as const;
  const [own, before] = useWatch<QueueValues>({
    name: [`${here}.afterSeconds`, `settings.steps.${Math.max(0, at - 1)}.afterSeconds`],
  }) as unknown as [number, number];
  const late = at > 0 && own < before;
  const options = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <li className={classes.step}>
      <div className={classes.stepHead}>
        <SpanField name={`${here}.afterSeconds`} field="step" />
        <ActionIcon variant="subtle" color="gray" size="lg" onClick={onRemove} aria-label={t('steps.remove')}>
          <IconTrash size={17} />
        </ActionIcon>
      </div>
      {late ? <p className={classes.problem}>{t('steps.order')}</p> : null}
      <div className={kit.fields} data-ends>
        <Controller<QueueValues, `${typeof here}.overflowTo`>
          name={`${here}.overflowTo`}
          render={({ field: { ref: _ref, ...field } }) => (
            <MultiSelect {...field} label={t('steps.overflow')} searchable clearable data={options(queues)} />
          )}
        />
        <Controller<QueueValues, `${typeof here}.dropSkills`>
          name={`${here}.dropSkills`}
          render={({ field: { ref: _ref, ...field } }) => (
            <MultiSelect {...field} label={t('steps.drop')} searchable clearable data={options(skills)} />
          )}
        />
        <Controller<QueueValues, `${typeof here}.lowerLevels`>
          name={`${here}.lowerLevels`}
          render={({ field: { ref: _ref, onChange, ...field } }) => (
            <NumberInput
              {...field}
              onChange={(next) => onChange(Number(next || 0))}
              label={t('steps.lower')}
              min={0}
              max={10}
            />
          )}
        />
        <Controller<QueueValues, `${typeof here}.raise`>
          name={`${here}.raise`}
          render={({ field: { ref: _ref, onChange, ...field } }) => (
            <NumberInput
              {...field}
              onChange={(next) => onChange(Number(next || 0))}
              label={t('steps.raise')}
              min={0}
              max={100}
            />
          )}
        />
        <Controller<QueueValues, `${typeof here}.escalate`>
          name={`${here}.escalate`}
          render={({ field: { value, ref: _ref, ...field } }) => (
            <Checkbox {...field} checked={value} className={kit.wide} label={t('steps.escalate')} />
          )}
        />
      </div>
    </li>
  );
}

/** What happens to who has waited so long, step by step. */
export function StepsEditor({ queues, skills }: Props) {
  const { t } = useTranslation('routing');
  const { getValues } = useFormContext<QueueValues>();
  const { fields, append, remove } = useFieldArray<QueueValues, 'settings.steps'>({ name: 'settings.steps' });
  const add = () => {
    const last = getValues('settings.steps').at(-1)?.afterSeconds ?? 0;
    append({
      afterSeconds: last + 300,
      overflowTo: [],
      lowerLevels: 0,
      dropSkills: [],
      raise: 0,
      escalate: false,
    });
  };
  return (
    <Section title={t('steps.title')} text={t('steps.text')}>
      <ol className={classes.steps}>
        {fields.map((field, at) => (
          <Step key={field.id} at={at} queues={queues} skills={skills} onRemove={() => remove(at)} />
        ))}
      </ol>
      <Button
        variant="light"
        size="xs"
        leftSection={<IconPlus size={15} />}
        disabled={fields.length >= most}
        onClick={add}
      >
        {t('steps.add')}
      </Button>
    </Section>
  );
}
