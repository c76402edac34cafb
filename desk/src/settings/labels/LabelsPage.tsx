import { ColorSwatch } from '@mantine/core';
import { changeLabel, createLabel, deleteLabel, type Label } from '@meada/contract/routes/labels';
import { IconTags } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { labelsQuery, useLabels, useMay } from '../../api/queries.ts';
import { FormDialog } from '../kit/Dialog.tsx';
import { ColourField, colourFor, NameField } from '../kit/fields.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { ListPage } from '../kit/ListPage.tsx';
import { refresh } from '../queries.ts';

function LabelDialog({ item: label, onClose }: { item: Label | null; onClose(): void }) {
  const { t } = useTranslation('settings');
  const taken = useLabels().length;
  const [values] = useState(() => ({
    name: label?.name ?? '',
    colour: label?.colour ?? colourFor(taken),
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
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t(label ? 'labels.change' : 'list.labels.add')}
      saved={saved}
      action={label ? t('save') : t('labels.create')}
      size="sm"
    >
      <NameField saved={saved} label={t('labels.name')} maxLength={60} />
      <ColourField saved={saved} />
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
