import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './kit.module.css';

/** Copies a text; says for a moment that it did. */
export function CopyAction({ value, label }: { value: string; label?: string }) {
  const { t } = useTranslation('settings');
  return (
    <CopyButton value={value} timeout={2500}>
      {({ copied, copy }) => (
        <Button
          variant={copied ? 'light' : 'default'}
          onClick={copy}
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          style={{ flex: 'none' }}
        >
          <span aria-live="polite">{copied ? t('kit.copied') : (label ?? t('kit.copy'))}</span>
        </Button>
      )}
    </CopyButton>
  );
}

/** A value to be taken elsewhere (address, key), with a button that copies it. */
export function CopyLine({ value, label }: { value: string; label: string }) {
  return (
    <div className={classes.copy}>
      <input
        readOnly
        value={value}
        aria-label={label}
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyAction value={value} />
    </div>
  );
}
