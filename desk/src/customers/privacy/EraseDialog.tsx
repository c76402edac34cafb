import { Alert, Button, Group, List, Modal, Text, Textarea, TextInput } from '@mantine/core';
import { confirmErasure, type ErasurePreview, previewErasure } from '@meada/contract/routes/privacy';
import type { PrivacyRequest } from '@meada/contract/routes/privacy-requests';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormDialog } from '../../settings/kit/Dialog.tsx';
import { useSavedForm } from '../../settings/kit/form.tsx';
import { refresh } from '../../settings/queries.ts';
import { momentOf } from '../../ui/time.ts';

const proofOf = (request: PrivacyRequest | undefined, t: (key: string) => string): string =>
  request?.proofKind ? [t(`proof.${request.proofKind}`), request.proof].filter(Boolean).join(': ') : '';

function Goes({ preview }: { preview: ErasurePreview }) {
  const { t } = useTranslation('privacy');
  const { conversations, messages, files, identities, customers } = preview;
  return (
    <>
      <Text fw={600}>{t('erase.goes')}</Text>
      <List size="sm" mb="md">
        <List.Item>
          {t('erase.records', { count: customers.length })}:{' '}
          {customers.map(({ name }) => name ?? '–').join(', ')}
        </List.Item>
        <List.Item>
          {t('erase.addresses', { count: identities.length })}: {identities.join(', ')}
        </List.Item>
        <List.Item>
          {t('erase.messages', { count: messages })} · {t('erase.conversations', { count: conversations })}
        </List.Item>
        <List.Item>{t('erase.files', { count: files })}</List.Item>
        <List.Item>{t('erase.backups')}</List.Item>
      </List>
      <Text fw={600}>{t('erase.stays')}</Text>
      <List size="sm" mb="md">
        {preview.stays.map(({ code, count }) => (
          <List.Item key={code}>{t(`stays.${code}`, { count: count ?? 0 })}</List.Item>
        ))}
      </List>
      {preview.alsoWith.length > 0 ? (
        <Alert color="yellow" variant="light" mb="md">
          {t('erase.alsoWith', {
            names: preview.alsoWith.map(({ name, address }) => `${name ?? '–'} (${address})`).join(', '),
          })}
        </Alert>
      ) : null}
    </>
  );
}

type Props = {
  id: string;
  /** The request it answers: how who asked was known stands there. */
  request?: PrivacyRequest;
  onClose(): void;
};

/** Nothing can be erased now, and why. */
function Held({ preview, onClose }: { preview: ErasurePreview; onClose(): void }) {
  const { t, i18n } = useTranslation('privacy');
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={t('erase.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {preview.kept ? (
        <Alert color="red" variant="light" mb="md">
          {preview.kept.until
            ? t('erase.keptUntil', { at: momentOf(preview.kept.until, i18n.language) })
            : t('erase.keptOpen')}
        </Alert>
      ) : null}
      {preview.holds.map((hold) => (
        <Alert key={hold.id} color="red" variant="light" mb="md">
          <span style={{ overflowWrap: 'anywhere' }}>{t('erase.held', { reason: hold.reason })}</span>
        </Alert>
      ))}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          renderRoot={(props) => <Link {...props} to="/settings/$" params={{ _splat: 'privacy/holds' }} />}
        >
          {t('tab.holds')}
        </Button>
      </Group>
    </Modal>
  );
}

/** Shows what goes and what stays, and erases for good when the name is typed. */
export function EraseDialog({ id, request, onClose }: Props) {
  const { t } = useTranslation('privacy');
  const { data: preview } = useQuery({
    queryKey: ['customer', id, 'erasure'],
    queryFn: ({ signal }) => call(previewErasure, { params: { id } }, { signal }),
  });
  const saved = useSavedForm({
    values: { proof: proofOf(request, t), reason: request ? t('erase.asked') : '', confirm: '' },
    done: t('erase.ordered'),
    save: async (body) => {
      await call(confirmErasure, { params: { id }, body: { ...body, requestId: request?.id ?? null } });
      await refresh(['customer', id], ['customers'], ['privacy']);
      onClose();
    },
  });
  const { register, formState } = saved.form;
  const isHeld = preview !== undefined && (preview.holds.length > 0 || preview.kept !== null);
  if (isHeld && preview) return <Held preview={preview} onClose={onClose} />;
  const rules = { required: t('required'), minLength: { value: 3, message: t('required') } };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t('erase.title')}
      saved={saved}
      action={t('erase.go')}
      danger
      size="lg"
    >
      <Alert color="red" variant="light" mb="md">
        {t('erase.warning')}
      </Alert>
      {preview ? <Goes preview={preview} /> : null}
      <TextInput
        label={t('erase.proof')}
        description={t('erase.proofHelp')}
        required
        maxLength={1000}
        error={formState.errors.proof?.message}
        {...register('proof', rules)}
      />
      <Textarea
        label={t('erase.reason')}
        required
        mt="md"
        autosize
        minRows={2}
        maxLength={2000}
        error={formState.errors.reason?.message}
        {...register('reason', rules)}
      />
      <TextInput
        label={t('erase.confirm', { word: preview?.confirmWord ?? '' })}
        required
        mt="md"
        maxLength={200}
        autoComplete="off"
        error={formState.errors.confirm?.message}
        {...register('confirm', rules)}
      />
    </FormDialog>
  );
}
