import { Button, Group, Modal, PasswordInput, Text, TextInput } from '@mantine/core';
import { confirmFactor, startFactor } from '@meada/contract/routes/session';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { CopyLine } from '../kit/CopyLine.tsx';
import { FormProblem, useSavedForm } from '../kit/form.tsx';
import { refresh } from '../queries.ts';
import { QrCode } from './QrCode.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

type Begun = { secret: string; url: string };

function AskPassword({ onBegun, onClose }: { onBegun(begun: Begun): void; onClose(): void }) {
  const { t } = useTranslation('settings');
  const saved = useSavedForm({
    values: { password: '' },
    credentials: 'password',
    save: async (body) => onBegun(await call(startFactor, { body })),
  });
  const { register, formState } = saved.form;
  return (
    <form onSubmit={saved.submit} noValidate>
      <PasswordInput
        label={t('own.current')}
        description={t('factor.passwordHelp')}
        autoComplete="current-password"
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': t('kit.showSecret') }}
        error={formState.errors.password?.message}
        {...register('password', { required: t('fieldProblem.required') })}
      />
      <FormProblem text={formState.errors.root?.message} />
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={formState.isSubmitting}>
          {t('factor.next')}
        </Button>
      </Group>
    </form>
  );
}

function Confirm({
  begun,
  onCodes,
  onClose,
}: {
  begun: Begun;
  onCodes(codes: string[]): void;
  onClose(): void;
}) {
  const { t } = useTranslation('settings');
  const saved = useSavedForm({
    values: { code: '' },
    credentials: 'code',
    save: async ({ code }) =>
      onCodes((await call(confirmFactor, { body: { code: code.replace(/\s/g, '') } })).recoveryCodes),
  });
  const { register, formState } = saved.form;
  return (
    <form onSubmit={saved.submit} noValidate>
      <Text size="sm">{t('factor.scan')}</Text>
      <Group justify="center" my="md">
        <QrCode value={begun.url} label={t('factor.qr')} />
      </Group>
      <Text size="sm" c="dimmed" mb={6}>
        {t('factor.byHand')}
      </Text>
      <CopyLine value={begun.secret} label={t('factor.byHand')} />
      <TextInput
        label={t('factor.code')}
        mt="md"
        inputMode="numeric"
        autoComplete="one-time-code"
        data-autofocus
        maxLength={9}
        error={formState.errors.code?.message}
        {...register('code', {
          pattern: { value: /^\s*(\d\s*){6}$/, message: t('factor.wrongForm') },
          required: t('fieldProblem.required'),
        })}
      />
      <FormProblem text={formState.errors.root?.message} />
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={formState.isSubmitting}>
          {t('factor.confirm')}
        </Button>
      </Group>
    </form>
  );
}

/** Switches the second factor on: password, QR code, first code, recovery codes. */
export function FactorOn({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const [begun, setBegun] = useState<Begun | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => {
    if (codes) void refresh(keys.me, keys.people);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t(codes ? 'factor.codes' : 'factor.title')}
      centered
      closeOnClickOutside={!begun}
      closeOnEscape={!codes}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {codes ? <RecoveryCodes codes={codes} onClose={close} /> : null}
      {!codes && begun ? <Confirm begun={begun} onCodes={setCodes} onClose={close} /> : null}
      {!codes && !begun ? <AskPassword onBegun={setBegun} onClose={close} /> : null}
    </Modal>
  );
}
