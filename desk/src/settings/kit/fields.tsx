import { ColorInput, TextInput } from '@mantine/core';
import { Controller, type FieldValues, type Path } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { SavedForm } from './form.tsx';

/** Colours far enough apart to be told at a glance, each readable on light and dark. */
const swatches = [
  ...['#0b6e64', '#1d6fb8', '#b54708', '#5b5bd6', '#c02a6b'],
  ...['#2b7a3f', '#8e3bb0', '#c4320a', '#8a6d00', '#59666b'],
];

/** A colour for the next of so many: each begins with another. */
export const colourFor = (taken: number): string => swatches[taken % swatches.length] ?? '#0b6e64';

type NameProps<V extends FieldValues> = {
  saved: SavedForm<V>;
  label: string;
  maxLength: number;
  placeholder?: string;
  description?: string;
};

/** What something is called: where a dialog begins, and never empty. */
export function NameField<V extends FieldValues>({ saved, ...words }: NameProps<V>) {
  const { t } = useTranslation('settings');
  const { register, getFieldState, formState } = saved.form;
  const name = 'name' as Path<V>;
  return (
    <TextInput
      {...words}
      required
      withAsterisk
      data-autofocus
      error={getFieldState(name, formState).error?.message}
      {...register(name, {
        validate: (text: string) => text.trim() !== '' || t('fieldProblem.required'),
      })}
    />
  );
}

/** The colour something is told by. */
export function ColourField<V extends FieldValues>({ saved }: { saved: SavedForm<V> }) {
  const { t } = useTranslation('settings');
  return (
    <Controller
      control={saved.form.control}
      name={'colour' as Path<V>}
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
  );
}
