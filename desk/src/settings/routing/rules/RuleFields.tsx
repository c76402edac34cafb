import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { queueNamesQuery } from '../../../work/queries.ts';
import { withGone } from '../../kit/gone.ts';
import kit from '../../kit/kit.module.css';
import classes from '../routing.module.css';
import { SkillLines } from '../SkillLines.tsx';
import { WeightField } from '../WeightField.tsx';
import own from './rules.module.css';
import { type ListName, useChoices } from './useRuleNames.ts';
import type { RulesValues } from './values.ts';

/** What stands for "the queue of the inbox" in the list. */
const usual = 'usual';

/** Which work it is for: any of each list; an empty list asks nothing. */
function Conditions({ at }: { at: number }) {
  const { t } = useTranslation(['intake', 'settings']);
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
                data={withGone(choices[name], value as string[], t('settings:kit.gone'))}
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

/** As how many items it counts, where that is not the queue's to say. */
function Weight({ at }: { at: number }) {
  const queueId = useWatch<RulesValues, `items.${number}.queueId`>({ name: `items.${at}.queueId` });
  return (
    <div className={own.narrow}>
      <WeightField name={`items.${at}.weight`} queueIds={queueId ? [queueId] : null} optional />
    </div>
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
      <Weight at={at} />
      {/* Beside what the queue asks for. */}
      <SkillLines name={`items.${at}.skills`} />
    </div>
  );
}
