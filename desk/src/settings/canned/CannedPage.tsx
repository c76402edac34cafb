import { Text, Textarea, TextInput } from '@mantine/core';
import { type CannedReply, changeCanned, createCanned, deleteCanned } from '@meada/contract/routes/canned';
import { IconMessage2Bolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { cannedQuery, useMay } from '../../api/queries.ts';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { ListPage } from '../kit/ListPage.tsx';
import { Pill } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

function CannedDialog({ item: canned, onClose }: { item: CannedReply | null; onClose(): void }) {
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
      title={t(canned ? 'canned.change' : 'list.canned.add')}
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
  return (
    <ListPage<CannedReply>
      page="canned"
      icon={IconMessage2Bolt}
      list={useQuery(cannedQuery)}
      manages={useMay('canned.manage')}
      nameOf={(canned) => canned.title}
      row={(canned) => ({
        title: (
          <>
            {canned.title} <Pill tone="accent">/{canned.shortcut}</Pill>
          </>
        ),
        text: (
          <Text component="span" size="sm" lineClamp={2} style={{ whiteSpace: 'pre-line' }}>
            {canned.text}
          </Text>
        ),
      })}
      form={CannedDialog}
      remove={async (canned) => {
        await call(deleteCanned, { params: { id: canned.id } });
        await refresh(keys.canned);
        return undefined;
      }}
    />
  );
}
