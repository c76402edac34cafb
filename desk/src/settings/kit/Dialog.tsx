import { Button, Group, Modal } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormProblem, type SavedForm } from './form.tsx';

type FrameProps = {
  opened: boolean;
  onClose(): void;
  title: string;
  action: string;
  /** It hurts and cannot be taken back. */
  danger?: boolean;
  children: ReactNode;
  size?: string | number;
};
type EntryProps = FrameProps & {
  onSubmit(event: FormEvent): unknown;
  busy: boolean;
  /** Something was written: a click beside it does not throw it away. */
  written: boolean;
};

/** What is entered in a dialog, and the two ways out of it. */
export function EntryDialog({ children, busy, written, ...props }: EntryProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      size={props.size ?? 'md'}
      centered={props.size !== 'xl'}
      closeOnClickOutside={!written}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={props.onSubmit} noValidate>
        {children}
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={props.onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={busy} color={props.danger ? 'red.9' : undefined}>
            {props.action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

type Props<V extends FieldValues> = FrameProps & { saved: SavedForm<V> };

/** A form in a dialog: a click beside it does not throw away what was written. */
export function FormDialog<V extends FieldValues>({ saved, children, ...props }: Props<V>) {
  const { isSubmitting, isDirty, errors } = saved.form.formState;
  return (
    <EntryDialog {...props} onSubmit={saved.submit} busy={isSubmitting} written={isDirty}>
      {children}
      <FormProblem text={errors.root?.message} />
    </EntryDialog>
  );
}
