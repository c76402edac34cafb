import { Alert, Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { invite } from '@meada/contract/routes/people';
import { IconMail, IconMailOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { Control } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { CopyLine } from '../kit/CopyLine.tsx';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { refresh } from '../queries.ts';
import { type Access, AccessFields } from './AccessFields.tsx';

type Invited = { email: string; link: string; mailed: boolean };
const blank: Access & { email: string } = { email: '', role: 'agent', visibility: 'all', teamIds: [] };

/** Invites by e-mail and shows the link, which works as well when handed over in any other way. */
export function InviteDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const [invited, setInvited] = useState<Invited | null>(null);
  const saved = useSavedForm<typeof blank>({
    values: blank,
    save: async (body) => {
      const { link, mailed } = await call(invite, { body });
      setInvited({ email: body.email, link, mailed });
      await refresh(keys.people);
    },
  });
  if (invited)
    return (
      <Modal
        opened
        onClose={onClose}
        title={t('invite.doneTitle')}
        centered
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Alert
          variant="light"
          color={invited.mailed ? 'teal' : 'yellow'}
          icon={invited.mailed ? <IconMail size={18} /> : <IconMailOff size={18} />}
          mb="md"
        >
          <span style={{ color: 'var(--ink)', overflowWrap: 'anywhere' }}>
            {t(invited.mailed ? 'invite.mailed' : 'invite.notMailed', { email: invited.email })}
          </span>
        </Alert>
        <Text size="sm" mb={6}>
          {t('invite.link')}
        </Text>
        <CopyLine value={invited.link} label={t('invite.link')} />
        <Group justify="flex-end" mt="lg">
          <Button onClick={onClose}>{t('close')}</Button>
        </Group>
      </Modal>
    );
  const { register, control, formState } = saved.form;
  return (
    <FormDialog opened onClose={onClose} title={t('invite.title')} saved={saved} action={t('invite.send')}>
      <TextInput
        type="email"
        label={t('invite.email')}
        required
        withAsterisk
        data-autofocus
        autoComplete="off"
        error={formState.errors.email?.message}
        {...register('email', {
          required: t('fieldProblem.required'),
          pattern: { value: /^\S+@\S+\.\S+$/, message: t('fieldProblem.email') },
        })}
      />
      <AccessFields control={control as unknown as Control<Access>} />
    </FormDialog>
  );
}
