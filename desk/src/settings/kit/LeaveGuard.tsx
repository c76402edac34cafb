import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** While there are changes nobody saved, asks before another page (or closing the window) throws them away. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const { t } = useTranslation('settings');
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    disabled: !dirty,
    withResolver: true,
  });
  const blocked = blocker.status === 'blocked';
  return (
    <Modal
      opened={blocked}
      onClose={() => blocker.reset?.()}
      title={t('kit.leave.title')}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Text size="sm">{t('kit.leave.text')}</Text>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t('kit.leave.go')}
        </Button>
        <Button onClick={() => blocker.reset?.()} data-autofocus>
          {t('kit.leave.stay')}
        </Button>
      </Group>
    </Modal>
  );
}
