import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import type { Skill } from '@meada/contract/routes/routing';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Controller, useFieldArray } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Section } from '../kit/Section.tsx';
import type { QueueValues } from './queue-values.ts';
import classes from './routing.module.css';

/** What is asked of who takes work from the queue. */
export function SkillsAsked({ skills }: { skills: readonly Skill[] }) {
  const { t } = useTranslation('routing');
  const { fields, append, remove } = useFieldArray<QueueValues, 'settings.skills'>({
    name: 'settings.skills',
  });
  const free = skills.find(({ id }) => !fields.some(({ skillId }) => skillId === id));
  return (
    <Section title={t('asked.title')} text={t('asked.text')}>
      {skills.length === 0 ? (
        <p className={classes.sentence}>
          {t('asked.none')}{' '}
          <Link to="/settings/$" params={{ _splat: 'routing/skills' }}>
            {t('tab.skills')}
          </Link>
        </p>
      ) : null}
      {fields.map((field, at) => (
        <div key={field.id} className={classes.line}>
          <Controller<QueueValues, `settings.skills.${number}.skillId`>
            name={`settings.skills.${at}.skillId`}
            render={({ field: { ref: _ref, ...one } }) => (
              <Select
                {...one}
                aria-label={t('asked.skill')}
                allowDeselect={false}
                data={skills.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
          />
          <Controller<QueueValues, `settings.skills.${number}.level`>
            name={`settings.skills.${at}.level`}
            render={({ field: { ref: _ref, ...one } }) => (
              <NumberInput {...one} aria-label={t('asked.level')} prefix="≥ " min={1} max={10} w={90} />
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
    </Section>
  );
}
