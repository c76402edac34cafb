import { Checkbox } from '@mantine/core';
import { changeOwnStatus, createStatus } from '@meada/contract/routes/statuses';
import type { OwnCategory, Status } from '@meada/contract/statuses';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormDialog } from '../kit/Dialog.tsx';
import { ColourField, colourFor, NameField } from '../kit/fields.tsx';
import { useSavedForm } from '../kit/form.tsx';

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
    colour: status?.colour ?? colourFor(taken + 1),
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
      <NameField saved={saved} label={t('name')} placeholder={t(`hint.${category}`)} maxLength={40} />
      <ColourField saved={saved} />
      <Checkbox
        mt="md"
        label={t('isDefault')}
        description={t('isDefaultText', place)}
        {...saved.form.register('isDefault')}
      />
    </FormDialog>
  );
}
