import { ActionIcon, Button, TextInput } from '@mantine/core';
import { putAwayReasons } from '@meada/contract/routes/routing';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useFieldArray } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { reasonsQuery } from '../../work/queries.ts';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import classes from './routing.module.css';

type Entry = { reasonId: string | null; name: string };
const most = 30;

function ReasonsForm({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation(['routing', 'settings']);
  const values = useMemo(() => ({ items: entries }), [entries]);
  const saved = useSavedForm({
    values,
    done: t('settings:kit.saved'),
    save: async ({ items }) => {
      const body = {
        items: items.map(({ reasonId, name }) => (reasonId ? { id: reasonId, name } : { name })),
      };
      await call(putAwayReasons, { body });
      await refresh(keys.routing);
    },
  });
  const { control, register, formState } = saved.form;
  const { fields, append, remove, swap } = useFieldArray({ control, name: 'items' });
  return (
    <Section title={t('reasons.title')} text={t('reasons.text')}>
      <FormFrame saved={saved}>
        <ol className={classes.reasons}>
          {fields.map((field, at) => (
            <li key={field.id}>
              <TextInput
                aria-label={t('reasons.name')}
                maxLength={60}
                error={formState.errors.items?.[at]?.name?.message}
                {...register(`items.${at}.name`, { required: t('settings:fieldProblem.required') })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                disabled={at === 0}
                onClick={() => swap(at, at - 1)}
                aria-label={t('reasons.up', { name: field.name })}
              >
                <IconArrowUp size={17} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                disabled={at === fields.length - 1}
                onClick={() => swap(at, at + 1)}
                aria-label={t('reasons.down', { name: field.name })}
              >
                <IconArrowDown size={17} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                onClick={() => remove(at)}
                aria-label={t('reasons.remove', { name: field.name })}
              >
                <IconTrash size={17} />
              </ActionIcon>
            </li>
          ))}
        </ol>
        <Button
          variant="light"
          leftSection={<IconPlus size={16} />}
          disabled={fields.length >= most}
          onClick={() => append({ reasonId: null, name: '' })}
        >
          {t('reasons.add')}
        </Button>
      </FormFrame>
    </Section>
  );
}

/** Why somebody may be away, in the firm's words. */
export function ReasonsTab() {
  const { data, error, refetch } = useQuery(reasonsQuery);
  const entries = useMemo(() => data?.items.map(({ id, name }) => ({ reasonId: id, name })), [data]);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!entries) return <ListLoading rows={4} />;
  return <ReasonsForm entries={entries} />;
}
