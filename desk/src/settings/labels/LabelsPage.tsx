import { ColorInput, ColorSwatch, TextInput } from '@mantine/core';
import { changeLabel, createLabel, deleteLabel, type Label } from '@meada/contract/routes/labels';
import { IconTags } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { labelsQuery, useLabels, useMay } from '../../api/queries.ts';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { ListPage } from '../kit/ListPage.tsx';
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

function LabelDialog({ item: label, onClose }: { item: Label | null; onClose(): void }) {
  const { t } = useTranslation('settings');
  const taken = useLabels().length;
  const [values] = useState(() => ({
    name: label?.name ?? '',
    colour: label?.colour ?? swatches[taken % swatches.length] ?? '#0b6e64',
  }));
  const saved = useSavedForm({
    values,
    done: t('kit.saved'),
    save: async ({ name, colour }) => {
      const body = { name, colour: colour.toLowerCase() };
      await (label ? call(changeLabel, { params: { id: label.id }, body }) : call(createLabel, { body }));
      await refresh(keys.labels);
      onClose();
    },
  });
  const { register, control, formState } = saved.form;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t(label ? 'labels.change' : 'list.labels.add')}
      saved={saved}
      action={label ? t('save') : t('labels.create')}
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
  return (
    <ListPage<Label>
      page="labels"
      icon={IconTags}
      list={useQuery(labelsQuery)}
      manages={useMay('labels.manage')}
      nameOf={(label) => label.name}
      row={(label) => ({
        start: <ColorSwatch color={label.colour} size={18} withShadow={false} aria-hidden />,
      })}
      form={LabelDialog}
      remove={async (label) => {
        await call(deleteLabel, { params: { id: label.id } });
        await refresh(keys.labels, keys.lists);
        return undefined;
      }}
    />
  );
}
