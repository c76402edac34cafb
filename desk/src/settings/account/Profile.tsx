import { Select, TextInput } from '@mantine/core';
import { changeProfile } from '@meada/contract/routes/session';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/queries.ts';
import { locales } from '../../i18n/locale.ts';
import { changeLocale } from '../../i18n/setup.ts';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

/** Own name and language. */
export function Profile() {
  const { t } = useTranslation('settings');
  const { name, locale, email } = useMe();
  const saved = useSavedForm({
    values: { name, locale },
    done: t('kit.saved'),
    save: async (body) => {
      await call(changeProfile, { body });
      await Promise.all([changeLocale(body.locale), refresh(keys.me, keys.people)]);
    },
  });
  const { register, control, formState } = saved.form;
  return (
    <Section title={t('own.profile')} text={t('own.profileText', { email })}>
      <FormFrame saved={saved}>
        <div className={kit.fields} data-ends>
          <TextInput
            label={t('own.name')}
            required
            withAsterisk
            maxLength={120}
            autoComplete="name"
            error={formState.errors.name?.message}
            {...register('name', { required: t('fieldProblem.required') })}
          />
          <Controller
            control={control}
            name="locale"
            render={({ field: { ref: _ref, onChange, ...field } }) => (
              <Select
                {...field}
                onChange={(value) => value && onChange(value)}
                label={t('account.language')}
                allowDeselect={false}
                data={locales.map((one) => ({ value: one, label: t(`account.locale.${one}`) }))}
              />
            )}
          />
        </div>
      </FormFrame>
    </Section>
  );
}
