import { Button, Group, Input, PasswordInput, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SecretChange } from './manifest.ts';

type Props = {
  label: string;
  description?: string;
  placeholder?: string;
  required: boolean;
  error?: string;
  value: SecretChange;
  onChange(value: SecretChange): void;
};

/** A secret: whether it is set, and a place for a new one. What it is never comes back from the server. */
export function SecretField({ label, description, placeholder, required, error, value, onChange }: Props) {
  const { t } = useTranslation('settings');
  const change = (next: SecretChange['change']) => onChange({ ...value, change: next, text: '' });
  if (value.change === 'replace')
    return (
      <div>
        <PasswordInput
          label={label}
          description={description}
          placeholder={placeholder}
          required={required}
          withAsterisk={required}
          error={error}
          value={value.text}
          autoComplete="off"
          spellCheck={false}
          data-autofocus={value.set || undefined}
          onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': t('kit.showSecret') }}
        />
        {value.set ? (
          <Button variant="subtle" size="compact-sm" mt={6} onClick={() => change('keep')}>
            {t('inbox.secret.keep')}
          </Button>
        ) : null}
      </div>
    );
  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={error}
      withAsterisk={required}
      labelElement="div"
    >
      <Group gap="sm" mt={6} wrap="wrap">
        <IconKey size={17} aria-hidden />
        <Text size="sm">{value.change === 'keep' ? t('inbox.secret.set') : t('inbox.secret.removed')}</Text>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => change('replace')}
          aria-label={`${t('inbox.secret.replace')}: ${label}`}
        >
          {t('inbox.secret.replace')}
        </Button>
        {required ? null : (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => change(value.change === 'keep' ? 'remove' : 'keep')}
          >
            {value.change === 'keep' ? t('inbox.secret.remove') : t('inbox.secret.keep')}
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  );
}
