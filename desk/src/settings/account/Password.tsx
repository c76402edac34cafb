import { PasswordInput } from '@mantine/core';
import { changePassword } from '@meada/contract/routes/session';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import { refresh, sessionsQuery } from '../queries.ts';

const blank = { current: '', next: '', again: '' };

/** Changes the own password; every other session ends. */
export function Password() {
  const { t } = useTranslation('settings');
  const saved = useSavedForm({
    values: blank,
    done: t('own.passwordChanged'),
    credentials: 'current',
    after: () => blank,
    save: async ({ current, next }) => {
      await call(changePassword, { body: { current, next } });
      await refresh(sessionsQuery.queryKey);
    },
  });
  const { register, formState, getValues } = saved.form;
  const toggle = { 'aria-label': t('kit.showSecret') };
  const required = t('fieldProblem.required');
  return (
    <Section title={t('own.password')} text={t('own.passwordText')}>
      <FormFrame saved={saved} action={t('own.changePassword')}>
        <div className={kit.fields}>
          <PasswordInput
            label={t('own.current')}
            autoComplete="current-password"
            maxLength={256}
            visibilityToggleButtonProps={toggle}
            error={formState.errors.current?.message}
            {...register('current', { required })}
          />
          <PasswordInput
            label={t('own.next')}
            description={t('own.nextHelp')}
            autoComplete="new-password"
            maxLength={256}
            visibilityToggleButtonProps={toggle}
            error={formState.errors.next?.message}
            {...register('next', { required, minLength: { value: 10, message: t('own.tooShort') } })}
          />
          <PasswordInput
            label={t('own.again')}
            autoComplete="new-password"
            maxLength={256}
            visibilityToggleButtonProps={toggle}
            error={formState.errors.again?.message}
            {...register('again', { validate: (value) => value === getValues('next') || t('own.notSame') })}
          />
        </div>
      </FormFrame>
    </Section>
  );
}
