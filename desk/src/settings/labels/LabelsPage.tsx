import { ActionIcon, Button, ColorInput, ColorSwatch, TextInput } from '@mantine/core';
import { createLabel, deleteLabel, type Label } from '@meada/contract/routes/inboxes';
import { IconPlus, IconTags, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { labelsQuery, useMay } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

/** Colours far enough apart to be told at a glance, each readable on light and dark. */
const swatches = [
  '#0b6e64',
  '#1d6fb8',
  '#5b5bd6',
  '#8e3bb0',
  '#c02a6b',
  '#c4320a',
  '#b54708',
  '#8a6d00',
  '#2b7a3f',
  '#59666b',
];

function LabelDialog({ taken, onClose }: { taken: number; onClose(): void }) {
  const { t } = useTranslation('settings');
  const [values] = useState(() => ({ name: '', colour: swatches[taken % swatches.length] ?? '#0b6e64' }));
  const saved = useSavedForm({
    values,
    done: t('kit.saved'),
    save: async ({ name, colour }) => {
      await call(createLabel, { body: { name, colour: colour.toLowerCase() } });
      await refresh(keys.labels);
      onClose();
    },
  });
  const { register, control, formState } = saved.form;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t('labels.add')}
      saved={saved}
      action={t('labels.create')}
      size="sm"
    >
      <TextInput
        label={t('labels.name')}
        required
        withAsterisk
        data-autofocus
        maxLength={60}
        error={formState.errors.name?.message}
        {...register('name', { required: t('fieldProblem.required') })}
      />
      <Controller
        control={control}
        name="colour"
        rules={{ pattern: { value: /^#[0-9a-fA-F]{6}$/, message: t('labels.wrongColour') } }}
        render={({ field: { ref: _ref, ...field }, fieldState }) => (
          <ColorInput
            {...field}
            label={t('labels.colour')}
            mt="md"
            format="hex"
            swatches={swatches}
            swatchesPerRow={5}
            withEyeDropper={false}
            error={fieldState.error?.message}
          />
        )}
      />
    </FormDialog>
  );
}

/** The firm's own marks on conversations. */
export function LabelsPage() {
  const { t } = useTranslation('settings');
  const manages = useMay('labels.manage');
  const { data, error, refetch } = useQuery(labelsQuery);
  const [adding, setAdding] = useState(false);
  const { ask, dialog } = useConfirm();
  const remove = async (id: string) => {
    await call(deleteLabel, { params: { id } });
    await refresh(keys.labels);
    say(t('labels.deleted'));
  };
  const askRemove = (label: Label) =>
    ask({
      title: t('labels.deleteTitle', { name: label.name }),
      text: t('labels.deleteText'),
      action: t('labels.delete'),
      danger: true,
      act: () => remove(label.id),
    });
  const add = manages ? (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
      {t('labels.add')}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title={t('page.labels')} text={t('labels.text')}>
        {data?.length ? add : null}
      </PageHeader>
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={4} /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={IconTags} title={t('labels.none.title')} text={t('labels.none.text')}>
          {add}
        </EmptyState>
      ) : null}
      {data?.length ? (
        <Section>
          <Rows label={t('page.labels')}>
            {data.map((label) => (
              <Row
                key={label.id}
                start={<ColorSwatch color={label.colour} size={18} withShadow={false} aria-hidden />}
                title={label.name}
                end={
                  manages ? (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      c="var(--ink-soft)"
                      onClick={() => askRemove(label)}
                      aria-label={`${t('labels.delete')}: ${label.name}`}
                    >
                      <IconTrash size={18} />
                    </ActionIcon>
                  ) : null
                }
              />
            ))}
          </Rows>
        </Section>
      ) : null}
      {adding ? <LabelDialog taken={data?.length ?? 0} onClose={() => setAdding(false)} /> : null}
      {dialog}
    </>
  );
}
