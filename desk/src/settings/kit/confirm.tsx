import { Button, Group, Modal, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { complain } from '../../ui/toast.ts';

export type Question = {
  title: string;
  text: ReactNode;
  /** Left out with `act`: nothing can be done, it is only told. */
  action?: string;
  danger?: boolean;
  act?(): Promise<unknown> | unknown;
};

/** Asks before something that hurts: `ask({…})`, and put `dialog` on the page. Failures are told and leave it open. */
export function useConfirm(): { ask(question: Question): void; dialog: ReactNode } {
  const { t } = useTranslation();
  const [question, setQuestion] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      await question?.act?.();
      setOpen(false);
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  const ask = (next: Question) => {
    setQuestion(next);
    setOpen(true);
  };
  const dialog = (
    <Modal
      opened={open}
      onClose={() => setOpen(false)}
      title={question?.title}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
        {question?.text}
      </Text>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={() => setOpen(false)}>
          {t(question?.act ? 'cancel' : 'close')}
        </Button>
        {question?.act ? (
          <Button color={question.danger ? 'red.9' : undefined} onClick={go} loading={busy} data-autofocus>
            {question.action}
          </Button>
        ) : null}
      </Group>
    </Modal>
  );
  return { ask, dialog };
}
