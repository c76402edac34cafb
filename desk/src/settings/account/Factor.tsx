import { Button, PasswordInput, TextInput } from '@mantine/core';
import { dropFactor } from '@meada/contract/routes/session';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/queries.ts';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { FactorOn } from './FactorOn.tsx';

function FactorOff({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const saved = useSavedForm({
    values: { password: '', code: '' },
    done: t('factor.isOff'),
    credentials: 'code',
    save: async ({ password, code }) => {
      await call(dropFactor, { body: { password, code: code.trim() } });
      await refresh(keys.me, keys.people);
      onClose();
    },
  });
  const { register, formState } = saved.form;
  const required = t('fieldProblem.required');
  return (
    <FormDialog opened onClose={onClose} title={t('factor.off')} saved={saved} action={t('factor.off')}>
      <PasswordInput
        label={t('own.current')}
        autoComplete="current-password"
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': t('kit.showSecret') }}
        error={formState.errors.password?.message}
        {...register('password', { required })}
      />
      <TextInput
        label={t('factor.codeOrRecovery')}
        mt="md"
        autoComplete="one-time-code"
        maxLength={20}
        error={formState.errors.code?.message}
        {...register('code', { required, minLength: { value: 6, message: t('factor.wrongForm') } })}
      />
    </FormDialog>
  );
}

/** The second factor: whether it is on, and how to change that. */
export function Factor() {
  const { t } = useTranslation('settings');
  const on = useMe().secondFactor;
  const [open, setOpen] = useState<'on' | 'off' | null>(null);
  const close = () => setOpen(null);
  return (
    <Section
      title={t('factor.title')}
      text={t('factor.text')}
      actions={
        on ? (
          <Button variant="default" leftSection={<IconShieldOff size={17} />} onClick={() => setOpen('off')}>
            {t('factor.off')}
          </Button>
        ) : (
          <Button variant="light" leftSection={<IconShieldCheck size={17} />} onClick={() => setOpen('on')}>
            {t('factor.on')}
          </Button>
        )
      }
    >
      <Pill tone={on ? 'good' : 'warn'}>{t(on ? 'factor.isOn' : 'factor.isOff')}</Pill>
      {open === 'on' ? <FactorOn onClose={close} /> : null}
      {open === 'off' ? <FactorOff onClose={close} /> : null}
    </Section>
  );
}
