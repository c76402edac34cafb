import { ActionIcon, Button, Text, Textarea, TextInput } from '@mantine/core';
import { type CannedReply, changeCanned, createCanned, deleteCanned } from '@meada/contract/routes/inboxes';
import { IconMessage2Bolt, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { cannedQuery, useMay } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

function CannedDialog({ canned, onClose }: { canned: CannedReply | null; onClose(): void }) {
  const { t } = useTranslation('settings');
  const saved = useSavedForm({
    values: { shortcut: canned?.shortcut ?? '', title: canned?.title ?? '', text: canned?.text ?? '' },
    done: t('kit.saved'),
    save: async (entered) => {
      const body = { ...entered, shortcut: entered.shortcut.trim().toLowerCase().replace(/^\//, '') };
      await (canned ? call(changeCanned, { params: { id: canned.id }, body }) : call(createCanned, { body }));
      await refresh(keys.canned);
      onClose();
    },
  });
  const { register, formState } = saved.form;
  const required = { required: t('fieldProblem.required') };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t(canned ? 'canned.change' : 'canned.add')}
      saved={saved}
      action={t('save')}
      size="lg"
    >
      <TextInput
        label={t('canned.title')}
        required
        withAsterisk
        data-autofocus
        maxLength={120}
        error={formState.errors.title?.message}
        {...register('title', required)}
      />
      <TextInput
        label={t('canned.shortcut')}
        description={t('canned.shortcutHelp')}
        leftSection="/"
        required
        withAsterisk
        mt="md"
        maxLength={41}
        autoCapitalize="none"
        spellCheck={false}
        error={formState.errors.shortcut?.message}
        {...register('shortcut', {
          ...required,
          pattern: { value: /^\s*\/?[A-Za-z0-9_-]{1,40}\s*$/, message: t('canned.shortcutWrong') },
        })}
      />
      <Textarea
        label={t('canned.body')}
        required
        withAsterisk
        mt="md"
        autosize
        minRows={4}
        maxRows={16}
        maxLength={5000}
        error={formState.errors.text?.message}
        {...register('text', required)}
      />
    </FormDialog>
  );
}

/** Texts an agent puts into a reply by typing "/" and a word. */
export function CannedPage() {
  const { t } = useTranslation('settings');
  const manages = useMay('canned.manage');
  const { data, error, refetch } = useQuery(cannedQuery);
  const [edited, setEdited] = useState<CannedReply | 'new' | null>(null);
  const { ask, dialog } = useConfirm();
  const remove = async (id: string) => {
    await call(deleteCanned, { params: { id } });
    await refresh(keys.canned);
    say(t('canned.deleted'));
  };
  const askRemove = (canned: CannedReply) =>
    ask({
      title: t('canned.deleteTitle', { name: canned.title }),
      text: t('canned.deleteText'),
      action: t('canned.delete'),
      danger: true,
      act: () => remove(canned.id),
    });
  const add = manages ? (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setEdited('new')}>
      {t('canned.add')}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title={t('page.canned')} text={t('canned.text')}>
        {data?.length ? add : null}
      </PageHeader>
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={4} /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={IconMessage2Bolt} title={t('canned.none.title')} text={t('canned.none.text')}>
          {add}
        </EmptyState>
      ) : null}
      {data?.length ? (
        <Section>
          <Rows label={t('page.canned')}>
            {data.map((canned) => (
              <Row
                key={canned.id}
                title={
                  <>
                    {canned.title} <Pill tone="accent">/{canned.shortcut}</Pill>
                  </>
                }
                text={
                  <Text component="span" size="sm" lineClamp={2} style={{ whiteSpace: 'pre-line' }}>
                    {canned.text}
                  </Text>
                }
                end={
                  manages ? (
                    <>
                      <Button
                        variant="default"
                        size="xs"
                        onClick={() => setEdited(canned)}
                        aria-label={`${t('kit.edit')}: ${canned.title}`}
                      >
                        {t('kit.edit')}
                      </Button>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        c="var(--ink-soft)"
                        onClick={() => askRemove(canned)}
                        aria-label={`${t('canned.delete')}: ${canned.title}`}
                      >
                        <IconTrash size={18} />
                      </ActionIcon>
                    </>
                  ) : null
                }
              />
            ))}
          </Rows>
        </Section>
      ) : null}
      {edited ? (
        <CannedDialog canned={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      ) : null}
      {dialog}
    </>
  );
}
