import { Button, Group, List, Modal, Text } from '@mantine/core';
import { signOut } from '@meada/contract/routes/session';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { waitingOf } from '../conversations/composer/outbox.ts';
import { noteLeaving } from './leaving.ts';
import { dropSubscription } from './push.ts';
import { wipe } from './wipe.ts';

/** Signs out here and at the server; without a network the server is told when there is one. */
async function leave(): Promise<void> {
  await dropSubscription().catch(() => {});
  await call(signOut).catch(noteLeaving);
  await wipe(true).catch(() => {});
  location.assign('/sign-in');
}

/** How the desk is put on the home screen where the browser does not ask. */
function InstallByHand() {
  const { t } = useTranslation('offline');
  return (
    <>
      <Text size="sm" mb="sm">
        {t('install.text')}
      </Text>
      <List type="ordered" spacing="xs" size="sm">
        <List.Item>{t('install.one')}</List.Item>
        <List.Item>{t('install.two')}</List.Item>
        <List.Item>{t('install.three')}</List.Item>
      </List>
    </>
  );
}

/** Signing out throws away what waits to be sent: asked before, when there is something. */
function Leave({ count, onClose }: { count: number; onClose: () => void }) {
  const { t } = useTranslation(['offline', 'common']);
  return (
    <>
      <Text size="sm">{t('leave.text', { count })}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common:cancel')}
        </Button>
        <Button color="red" onClick={() => void leave()}>
          {t('leave.go')}
        </Button>
      </Group>
    </>
  );
}

type Props = { about: 'install' | 'leave'; onClose: () => void };

/** What the account menu asks or explains in a dialog. */
export function AccountDialog({ about, onClose }: Props) {
  const { t } = useTranslation('offline');
  const client = useQueryClient();
  const [count] = useState(() => (about === 'leave' ? waitingOf(client) : 0));
  const atOnce = about === 'leave' && count === 0;
  useEffect(() => {
    if (atOnce) void leave();
  }, [atOnce]);
  if (atOnce) return null;
  return (
    <Modal opened onClose={onClose} title={t(about === 'install' ? 'install.title' : 'leave.title')}>
      {about === 'install' ? <InstallByHand /> : <Leave count={count} onClose={onClose} />}
    </Modal>
  );
}
