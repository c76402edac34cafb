import { Select, TextInput } from '@mantine/core';
import type { AnswerOf } from '@meada/contract/route';
import { changeOrganisation } from '@meada/contract/routes/people';
import { useQuery } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { locales } from '../../i18n/locale.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import { Section } from '../kit/Section.tsx';
import { TimeZoneSelect } from '../kit/TimeZoneSelect.tsx';
import { organisationQuery, refresh } from '../queries.ts';

function OrganisationForm({ organisation }: { organisation: AnswerOf<typeof changeOrganisation> }) {
  const { t } = useTranslation('settings');
  const { name, locale, timeZone } = organisation;
  const saved = useSavedForm({
    values: { name, locale, timeZone },
    done: t('kit.saved'),
    save: async (body) => {
      await call(changeOrganisation, { body });
      await refresh(organisationQuery.queryKey, keys.me);
    },
  });
  const { register, control, formState } = saved.form;
  return (
    <Section>
      <FormFrame saved={saved}>
        <TextInput
          label={t('organisation.name')}
          description={t('organisation.nameHelp')}
          required
          withAsterisk
          maw={420}
          maxLength={120}
          error={formState.errors.name?.message}
          {...register('name', {
            required: t('fieldProblem.required'),
            minLength: { value: 2, message: t('fieldProblem.short') },
          })}
        />
        <Controller
          control={control}
          name="locale"
          render={({ field: { ref: _ref, onChange, ...field } }) => (
            <Select
              {...field}
              onChange={(value) => value && onChange(value)}
              label={t('organisation.locale')}
              description={t('organisation.localeHelp')}
              allowDeselect={false}
              maw={420}
              my="md"
              data={locales.map((one) => ({ value: one, label: t(`account.locale.${one}`) }))}
            />
          )}
        />
        <Controller
          control={control}
          name="timeZone"
          render={({ field, fieldState }) => (
            <TimeZoneSelect
              value={field.value}
              onChange={field.onChange}
              label={t('organisation.zone')}
              description={t('organisation.zoneHelp')}
              error={fieldState.error?.message}
            />
          )}
        />
      </FormFrame>
    </Section>
  );
}

/** Name, language and time zone of the house. */
export function OrganisationPage() {
  const { t } = useTranslation('settings');
  const { data, error, refetch } = useQuery(organisationQuery);
  return (
    <>
      <PageHeader title={t('page.organisation')} text={t('organisation.text')} />
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={3} /> : null}
      {data ? <OrganisationForm organisation={data} /> : null}
    </>
  );
}
