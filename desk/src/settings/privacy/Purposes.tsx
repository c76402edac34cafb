import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { type LegalBasis, type Purpose, savePurpose } from '@meada/contract/routes/customer-consents';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { privacyKey, purposesQuery } from './queries.ts';

const bases: LegalBasis[] = ['consent', 'contract', 'legitimate_interest', 'law'];

/** Key of a purpose, made of its label: letters without accents. */
const keyOf = (label: string): string =>
  label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);

function PurposeDialog({ purpose, onClose }: { purpose: Purpose | null; onClose(): void }) {
  const { t } = useTranslation('privacy');
  const saved = useSavedForm({
    values: {
      label: purpose?.label ?? '',
      basis: purpose?.basis ?? ('consent' as LegalBasis),
      reference: purpose?.reference ?? '',
      words: purpose?.words ?? '',
      archived: purpose?.archived ?? false,
    },
    done: t('settings.saved'),
    save: async (values) => {
      await call(savePurpose, { body: { ...values, name: purpose?.name ?? keyOf(values.label) } });
      await refresh(privacyKey);
      onClose();
    },
  });
  const { register, control, formState } = saved.form;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={purpose ? t('purposes.change') : t('purposes.add')}
      saved={saved}
      action={t('save')}
    >
      {purpose?.ofHouse ? null : (
        <TextInput
          label={t('purposes.name')}
          required
          maxLength={80}
          error={formState.errors.label?.message}
          {...register('label', { required: t('required') })}
        />
      )}
      <Controller
        control={control}
        name="basis"
        render={({ field: { ref: _ref, ...field } }) => (
          <Select
            {...field}
            mt="md"
            label={t('purposes.basis')}
            allowDeselect={false}
            data={bases.map((value) => ({ value, label: t(`basis.${value}`) }))}
          />
        )}
      />
      <TextInput
        label={t('purposes.reference')}
        description={t('purposes.referenceHelp')}
        mt="md"
        maxLength={300}
        {...register('reference')}
      />
      <Textarea
        label={t('purposes.words')}
        description={t('purposes.wordsHelp')}
        mt="md"
        autosize
        minRows={3}
        maxLength={4000}
        {...register('words')}
      />
      {purpose ? <Checkbox label={t('purposes.archived')} mt="md" {...register('archived')} /> : null}
    </FormDialog>
  );
}

/** What the firm writes to customers for. */
export function Purposes() {
  const { t } = useTranslation('privacy');
  const { data, error, refetch } = useQuery(purposesQuery);
  const [open, setOpen] = useState<Purpose | 'new' | null>(null);
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <ListLoading rows={4} />;
  return (
    <Section
      title={t('purposes.title')}
      text={t('purposes.text')}
      actions={<Button onClick={() => setOpen('new')}>{t('purposes.add')}</Button>}
    >
      <Rows label={t('tab.purposes')}>
        {data.map((purpose) => (
          <Row
            key={purpose.name}
            title={purpose.ofHouse ? t(`purpose.${purpose.name}`) : purpose.label}
            text={[t(`basis.${purpose.basis}`), purpose.reference].filter(Boolean).join(' · ')}
            end={
              <>
                {purpose.archived ? <Pill>{t('purposes.off')}</Pill> : null}
                <Button variant="default" size="xs" onClick={() => setOpen(purpose)}>
                  {t('change')}
                </Button>
              </>
            }
          />
        ))}
      </Rows>
      {open ? <PurposeDialog purpose={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </Section>
  );
}
