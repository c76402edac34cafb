import { Checkbox, Group, NumberInput, TextInput } from '@mantine/core';
import { changePrivacySettings, type PrivacyPage } from '@meada/contract/routes/privacy';
import { useQuery } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { CopyLine } from '../kit/CopyLine.tsx';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { privacyKey, privacySettingsQuery } from './queries.ts';

function Form({ settings }: { settings: PrivacyPage }) {
  const { t } = useTranslation('privacy');
  const { pageUrl, ...values } = settings;
  const saved = useSavedForm({
    values,
    done: t('settings.saved'),
    save: async (body) => {
      await call(changePrivacySettings, { body });
      await refresh(privacyKey);
    },
  });
  const { register, control, formState } = saved.form;
  return (
    <>
      <Section title={t('settings.page')} text={t('settings.pageText')}>
        <CopyLine value={pageUrl} label={t('settings.page')} />
      </Section>
      <Section>
        <FormFrame saved={saved}>
          <Checkbox label={t('settings.pageOpen')} {...register('pageOpen')} />
          <Controller
            control={control}
            name="requestDays"
            render={({ field: { ref: _ref, ...field } }) => (
              <NumberInput
                {...field}
                label={t('settings.days')}
                description={t('settings.daysHelp')}
                min={1}
                max={90}
                mt="md"
                maw={320}
              />
            )}
          />
          <Checkbox
            label={t('settings.auto')}
            description={t('settings.autoHelp')}
            mt="md"
            {...register('autoPackage')}
          />
          <TextInput
            label={t('settings.controller')}
            description={t('settings.controllerHelp')}
            mt="md"
            maxLength={160}
            {...register('controllerName')}
          />
          <Group grow mt="md">
            <TextInput label={t('settings.document')} maxLength={40} {...register('controllerDocument')} />
            <TextInput
              label={t('settings.controllerContact')}
              maxLength={300}
              {...register('controllerContact')}
            />
          </Group>
          <TextInput
            label={t('settings.officer')}
            description={t('settings.officerHelp')}
            mt="md"
            maxLength={120}
            {...register('officerName')}
          />
          <TextInput label={t('settings.contact')} mt="md" maxLength={200} {...register('officerContact')} />
          <TextInput
            label={t('settings.policy')}
            mt="md"
            maxLength={500}
            error={formState.errors.policyUrl?.message}
            {...register('policyUrl')}
          />
          <Checkbox
            label={t('settings.small')}
            description={t('settings.smallHelp')}
            mt="md"
            {...register('smallAgent')}
          />
        </FormFrame>
      </Section>
    </>
  );
}

/** Deadline, officer and the public page. */
export function Settings() {
  const { data, error, refetch } = useQuery(privacySettingsQuery);
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  return data ? <Form settings={data} /> : <ListLoading rows={4} />;
}
