import { ActionIcon, Button, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Controller, useFieldArray } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { queueNamesQuery, skillsQuery } from '../../../work/queries.ts';
import kit from '../../kit/kit.module.css';
import classes from '../routing.module.css';
import own from './rules.module.css';
import { type ListName, useChoices } from './useRuleNames.ts';
import type { RulesValues } from './values.ts';

/** What stands for "the queue of the inbox" in the list. */
const usual = 'usual';

/** Which work it is for: any of each list; an empty list asks nothing. */
function Conditions({ at }: { at: number }) {
  const { t } = useTranslation('intake');
  const choices = useChoices();
  return (
    <div className={kit.fields}>
      {(Object.keys(choices) as ListName[])
        .filter((name) => choices[name].length > 0)
        .map((name) => (
          <Controller<RulesValues, `items.${number}.conditions.${ListName}`>
            key={name}
            name={`items.${at}.conditions.${name}`}
            render={({ field: { ref: _ref, value, ...field } }) => (
              <MultiSelect
                {...field}
                value={value as string[]}
                label={t(`condition.${name}`)}
                placeholder={value.length === 0 ? t('condition.any') : undefined}
                data={choices[name]}
                searchable
                clearable
              />
            )}
          />
        ))}
      <Controller<RulesValues, `items.${number}.conditions.loudness`>
        name={`items.${at}.conditions.loudness`}
        render={({ field: { ref: _ref, value, onChange, ...field } }) => (
          <NumberInput
            {...field}
            label={t('condition.loudness')}
            placeholder={t('condition.any')}
            min={1}
            max={100}
            value={value ?? ''}
            onChange={(next) =>
              onChange(next === '' ? null : Math.min(100, Math.max(1, Math.round(Number(next)))))
            }
          />
        )}
      />
    </div>
  );
}

/** What is asked of who takes it, beside what the queue asks for. */
function Skills({ at }: { at: number }) {
  const { t } = useTranslation(['intake', 'routing']);
  const skills = useQuery(skillsQuery).data ?? [];
  const { fields, append, remove } = useFieldArray<RulesValues, `items.${number}.skills`>({
    name: `items.${at}.skills`,
  });
  const free = skills.find(({ id }) => !fields.some(({ skillId }) => skillId === id));
  return (
    <>
      {fields.map((field, nth) => (
        <div key={field.id} className={classes.line}>
          <Controller<RulesValues, `items.${number}.skills.${number}.skillId`>
            name={`items.${at}.skills.${nth}.skillId`}
            render={({ field: { ref: _ref, ...one } }) => (
              <Select
                {...one}
                aria-label={t('routing:asked.skill')}
                allowDeselect={false}
                data={skills.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
          />
          <Controller<RulesValues, `items.${number}.skills.${number}.level`>
            name={`items.${at}.skills.${nth}.level`}
            render={({ field: { ref: _ref, onChange, ...one } }) => (
              <NumberInput
                {...one}
                onChange={(next) => onChange(Math.min(10, Math.max(1, Math.round(Number(next) || 1))))}
                aria-label={t('routing:asked.level')}
                prefix="≥ "
                min={1}
                max={10}
                w={90}
              />
            )}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            onClick={() => remove(nth)}
            aria-label={t('routing:asked.remove')}
          >
            <IconTrash size={17} />
          </ActionIcon>
        </div>
      ))}
      {free ? (
        <Button
          variant="light"
          size="xs"
          leftSection={<IconPlus size={15} />}
          onClick={() => append({ skillId: free.id, level: 1 })}
        >
          {t('routing:asked.add')}
        </Button>
      ) : null}
    </>
  );
}

/** One rule, opened. */
export function RuleFields({ at }: { at: number }) {
  const { t } = useTranslation(['intake', 'settings']);
  const queues = useQuery(queueNamesQuery).data ?? [];
  return (
    <div className={own.fields}>
      <Controller<RulesValues, `items.${number}.name`>
        name={`items.${at}.name`}
        rules={{ validate: (name) => name.trim() !== '' || t('settings:fieldProblem.required') }}
        render={({ field, fieldState }) => (
          <TextInput
            {...field}
            label={t('name')}
            placeholder={t('nameExample')}
            maxLength={80}
            maw={420}
            error={fieldState.error?.message}
          />
        )}
      />
      <h3>{t('when')}</h3>
      <p className={classes.sentence}>{t('whenText')}</p>
      <Conditions at={at} />
      <h3>{t('then')}</h3>
      <Controller<RulesValues, `items.${number}.queueId`>
        name={`items.${at}.queueId`}
        render={({ field: { ref: _ref, value, onChange, ...field } }) => (
          <Select
            {...field}
            label={t('queue')}
            maw={420}
            mb="sm"
            allowDeselect={false}
            data={[
              { value: usual, label: t('queueUsual') },
              ...queues.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={value ?? usual}
            onChange={(id) => onChange(id === usual ? null : id)}
          />
        )}
      />
      <Skills at={at} />
    </div>
  );
}
