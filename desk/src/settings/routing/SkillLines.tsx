import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Controller, useFieldArray } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { skillsQuery } from '../../work/queries.ts';
import type { QueueValues } from './queue-values.ts';
import classes from './routing.module.css';
import type { RulesValues } from './rules/values.ts';

type Values = QueueValues & RulesValues;
type Name = 'settings.skills' | `items.${number}.skills`;

const levelOf = (next: number | string): number => Math.min(10, Math.max(1, Math.round(Number(next) || 1)));

/** Skills that are asked for, each with the least level that meets it: of a queue, or of a rule of intake. */
export function SkillLines({ name }: { name: Name }) {
  const { t } = useTranslation('routing');
  const skills = useQuery(skillsQuery).data ?? [];
  const { fields, append, remove } = useFieldArray<Values, Name>({ name });
  const free = skills.find(({ id }) => !fields.some(({ skillId }) => skillId === id));
  return (
    <>
      {fields.map((field, at) => (
        <div key={field.id} className={classes.line}>
          <Controller<Values, `${Name}.${number}.skillId`>
            name={`${name}.${at}.skillId`}
            render={({ field: { ref: _ref, ...one } }) => (
              <Select
                {...one}
                aria-label={t('asked.skill')}
                allowDeselect={false}
                data={skills.map(({ id, name: label }) => ({ value: id, label }))}
              />
            )}
          />
          <Controller<Values, `${Name}.${number}.level`>
            name={`${name}.${at}.level`}
            render={({ field: { ref: _ref, onChange, ...one } }) => (
              <NumberInput
                {...one}
                onChange={(next) => onChange(levelOf(next))}
                aria-label={t('asked.level')}
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
            onClick={() => remove(at)}
            aria-label={t('asked.remove')}
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
          {t('asked.add')}
        </Button>
      ) : null}
    </>
  );
}
