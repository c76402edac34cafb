import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormProblem, type SavedForm } from './form.tsx';

type Props<V extends FieldValues> = {
  opened: boolean;
  onClose(): void;
  title: string;
  saved: SavedForm<V>;
  action: string;
  /** It hurts and cannot be taken back. */
  danger?: boolean;
  children: ReactNode;
  size?: string | number;
};

/** A form in a dialog: a click beside it does not throw away what was written. */
export function FormDialog<V extends FieldValues>({ saved, ...props }: Props<V>) {
  const { t } = useTranslation();
  const { isSubmitting, isDirty, errors } = saved.form.formState;
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      size={props.size ?? 'md'}
      centered
      closeOnClickOutside={!isDirty}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={saved.submit} noValidate>
        {props.children}
        <FormProblem text={errors.root?.message} />
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={props.onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={isSubmitting} color={props.danger ? 'red.9' : undefined}>
            {props.action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
