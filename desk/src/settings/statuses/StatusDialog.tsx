import { Checkbox, ColorInput, TextInput } from '@mantine/core';
import { changeOwnStatus, createStatus } from '@meada/contract/routes/statuses';
import type { OwnCategory, Status } from '@meada/contract/statuses';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';

/** Far enough apart to be told at a glance, each readable on light and dark. */
const swatches = [
  ...['#1d6fb8', '#0b6e64', '#b54708', '#5b5bd6', '#c02a6b'],
  ...['#2b7a3f', '#8e3bb0', '#c4320a', '#8a6d00', '#59666b'],
];

type Props = {
  category: OwnCategory;
  /** null: a new one. */
  status: Status | null;
  /** How many there are: each begins with another colour. */
  taken: number;
  onDone(): Promise<unknown>;
  onClose(): void;
};

/** Name and colour of a status, and whether it is what a conversation of the category has by itself. */
export function StatusDialog({ category, status, taken, onDone, onClose }: Props) {
  const { t } = useTranslation(['statuses', 'settings', 'conversations']);
  const [values] = useState(() => ({
    name: status?.name ?? '',
    colour: status?.colour ?? swatches[taken % swatches.length] ?? '#1d6fb8',
    isDefault: status?.isDefault ?? false,
  }));
  const saved = useSavedForm({
    values,
    done: t('settings:kit.saved'),
    save: async ({ name, colour, isDefault }) => {
      const body = { name, colour: colour.toLowerCase(), isDefault };
      await (status
        ? call(changeOwnStatus, { params: { id: status.id }, body })
        : call(createStatus, { body: { ...body, category } }));
      await onDone();
      onClose();
    },
  });
  const { register, control, formState } = saved.form;
  const place = { name: t(`conversations:status.${category}`) };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t(status ? 'change' : 'addTo', place)}
      saved={saved}
      action={status ? t('common:save') : t('create')}
      size="sm"
    >
      <TextInput
        label={t('name')}
        placeholder={t(`hint.${category}`)}
        required
        withAsterisk
        data-autofocus
        maxLength={40}
        error={formState.errors.name?.message}
        {...register('name', { required: t('settings:fieldProblem.required') })}
      />
      <Controller
        control={control}
        name="colour"
        rules={{ pattern: { value: /^#[0-9a-fA-F]{6}$/, message: t('settings:labels.wrongColour') } }}
        render={({ field: { ref: _ref, ...field }, fieldState }) => (
          <ColorInput
            {...field}
            label={t('settings:labels.colour')}
            mt="md"
            format="hex"
            swatches={swatches}
            swatchesPerRow={5}
            withEyeDropper={false}
            error={fieldState.error?.message}
          />
        )}
      />
      <Checkbox
        mt="md"
        label={t('isDefault')}
        description={t('isDefaultText', place)}
        {...register('isDefault')}
      />
    </FormDialog>
  );
}
