import { TextInput } from '@mantine/core';
import { type CannedReply, changeCanned, createCanned } from '@meada/contract/routes/canned';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { useMay } from '../../api/queries.ts';
import { complain, say } from '../../ui/toast.ts';
import { EntryDialog } from '../kit/Dialog.tsx';
import { refresh } from '../queries.ts';
import { Files } from './Files.tsx';
import { ShownToFields } from './ShownTo.tsx';
import { type KeyedWording, Wordings } from './Wordings.tsx';
import { WordsField } from './WordsField.tsx';

type Props = { item: CannedReply | null; onClose(): void };

const begun = (canned: CannedReply | null, manages: boolean) => ({
  shortcut: canned?.shortcut ?? '',
  title: canned?.title ?? '',
  text: canned?.text ?? '',
  html: canned?.html ?? null,
  folder: canned?.folder ?? '',
  shownTo: canned?.shownTo ?? (manages ? ('all' as const) : ('own' as const)),
  teamIds: canned?.teamIds ?? [],
});

/** A canned reply: its name, its words for each channel and language, its files, who sees it. */
export function CannedDialog({ item: canned, onClose }: Props) {
  const { t } = useTranslation(['settings', 'canned']);
  const client = useQueryClient();
  const manages = useMay('canned.manage');
  const [entered, setEntered] = useState(() => begun(canned, manages));
  const [wordings, setWordings] = useState<KeyedWording[]>(
    () => canned?.wordings.map((one) => ({ ...one, key: crypto.randomUUID() })) ?? [],
  );
  const [files, setFiles] = useState(canned?.files ?? []);
  const [tried, setTried] = useState(false);
  const [taken, setTaken] = useState(false);
  const change = (some: Partial<typeof entered>) => setEntered((now) => ({ ...now, ...some }));
  const shortcut = entered.shortcut.trim().toLowerCase().replace(/^\//, '');
  const wrong = !/^[a-z0-9_-]{1,40}$/.test(shortcut);
  const complete =
    !wrong &&
    entered.title.trim() !== '' &&
    entered.text.trim() !== '' &&
    wordings.every((one) => one.text.trim() !== '') &&
    (entered.shownTo !== 'teams' || entered.teamIds.length > 0);
  const save = useMutation({
    mutationFn: () => {
      const body = {
        ...entered,
        shortcut,
        html: entered.html || null,
        wordings: wordings.map(({ key: _, ...one }) => ({ ...one, html: one.html || null })),
        attachmentIds: files.map((file) => file.id),
      };
      return canned ? call(changeCanned, { params: { id: canned.id }, body }) : call(createCanned, { body });
    },
    onSuccess: async () => {
      await refresh(keys.canned);
      say(t('kit.saved'));
      onClose();
    },
    onError: (error) => (codeOf(error) === 'conflict' ? setTaken(true) : complain(error)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (complete && !save.isPending) save.mutate();
  };
  const empty = (text: string) => (tried && text.trim() === '' ? t('fieldProblem.required') : undefined);
  const folders = client.getQueryData<CannedReply[]>(keys.canned)?.map((one) => one.folder) ?? [];
  return (
    <EntryDialog
      opened
      onClose={onClose}
      title={t(canned ? 'canned.change' : 'list.canned.add')}
      size="xl"
      action={t('common:save')}
      busy={save.isPending}
      written
      onSubmit={submit}
    >
      <TextInput
        label={t('canned.title')}
        required
        withAsterisk
        data-autofocus
        maxLength={120}
        error={empty(entered.title)}
        value={entered.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <TextInput
        label={t('canned.shortcut')}
        description={t('canned.shortcutHelp')}
        leftSection="/"
        required
        withAsterisk
        mt="md"
        mb="md"
        maxLength={41}
        autoCapitalize="none"
        spellCheck={false}
        error={taken ? t('fieldProblem.conflict') : tried && wrong ? t('canned.shortcutWrong') : undefined}
        value={entered.shortcut}
        onChange={(event) => {
          setTaken(false);
          change({ shortcut: event.currentTarget.value });
        }}
      />
      <WordsField words={entered} label={t('canned.body')} error={empty(entered.text)} onChange={change} />
      <Files files={files} onChange={setFiles} />
      <Wordings list={wordings} onChange={setWordings} />
      <ShownToFields value={entered} folders={folders} onChange={change} />
    </EntryDialog>
  );
}
