import { Alert, Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { type Permission, permissions } from '@meada/contract/permissions';
import { createKey } from '@meada/contract/routes/people';
import { IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMe } from '../../api/queries.ts';
import { CopyLine } from '../kit/CopyLine.tsx';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { apiKeysQuery, refresh } from '../queries.ts';
import { areasOf } from '../roles/areas.ts';

/** Days a key may live; 0 is for ever. */
const lives = [30, 90, 365, 0];
type KeyForm = { name: string; scopes: Permission[]; days: string };
const blank: KeyForm = { name: '', scopes: [], days: '365' };

/** A secret that is shown this once. */
function Once({ secret, onClose }: { secret: string; onClose(): void }) {
  const { t } = useTranslation('settings');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('apiKey.made')}
      centered
      closeOnClickOutside={false}
      closeOnEscape={false}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Alert variant="light" color="yellow" icon={<IconEyeOff size={18} />} mb="md">
        <span style={{ color: 'var(--ink)' }}>{t('apiKey.once')}</span>
      </Alert>
      <CopyLine value={secret} label={t('apiKey.secret')} />
      <Group justify="flex-end" mt="lg">
        <Button onClick={onClose}>{t('apiKey.kept')}</Button>
      </Group>
    </Modal>
  );
}

function Scopes({
  value,
  onChange,
  error,
}: {
  value: Permission[];
  onChange(value: Permission[]): void;
  error?: string;
}) {
  const { t } = useTranslation('settings');
  const own = useMe().permissions;
  // A key may do what its maker may; pushing messages is for who looks after inboxes.
  const offered = permissions.filter((one) => own.includes(one === 'channel.push' ? 'inboxes.manage' : one));
  return (
    <Checkbox.Group
      label={t('apiKey.scopes')}
      description={t('apiKey.scopesHelp')}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
      value={value}
      onChange={(next) => onChange(next as Permission[])}
      error={error}
      withAsterisk
      mt="md"
    >
      {areasOf(offered).map(({ area, permissions: list }) => (
        <fieldset key={area} style={{ border: 0, margin: '12px 0 0', padding: 0 }}>
          <Text component="legend" size="xs" fw={600} c="dimmed" mb={6}>
            {t(`area.${area}`)}
          </Text>
          <Stack gap={8}>
            {list.map((permission) => (
              <Checkbox key={permission} value={permission} size="sm" label={t(`permission.${permission}`)} />
            ))}
          </Stack>
        </fieldset>
      ))}
    </Checkbox.Group>
  );
}

/** Makes a key for another system, with no more rights than it needs. */
export function KeyDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const [secret, setSecret] = useState<string | null>(null);
  const saved = useSavedForm<KeyForm>({
    values: blank,
    save: async ({ name, scopes, days }) => {
      const ends = days === '0' ? undefined : new Date(Date.now() + Number(days) * 86_400_000).toISOString();
      const made = await call(createKey, { body: { name, scopes, expiresAt: ends } });
      setSecret(made.secret);
      await refresh(apiKeysQuery.queryKey);
    },
  });
  if (secret) return <Once secret={secret} onClose={onClose} />;
  const { register, control, formState } = saved.form;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t('apiKey.add')}
      saved={saved}
      action={t('apiKey.create')}
      size="lg"
    >
      <TextInput
        label={t('apiKey.name')}
        description={t('apiKey.nameHelp')}
        required
        withAsterisk
        data-autofocus
        maxLength={80}
        error={formState.errors.name?.message}
        {...register('name', { required: t('fieldProblem.required') })}
      />
      <Controller
        control={control}
        name="days"
        render={({ field: { ref: _ref, onChange, ...field } }) => (
          <Select
            {...field}
            onChange={(value) => value && onChange(value)}
            label={t('apiKey.life')}
            allowDeselect={false}
            mt="md"
            data={lives.map((days) => ({
              value: String(days),
              label: days === 0 ? t('apiKey.forever') : t('apiKey.days', { count: days }),
            }))}
          />
        )}
      />
      <Controller
        control={control}
        name="scopes"
        rules={{ validate: (value) => value.length > 0 || t('apiKey.noScope') }}
        render={({ field, fieldState }) => (
          <Scopes value={field.value} onChange={field.onChange} error={fieldState.error?.message} />
        )}
      />
    </FormDialog>
  );
}
