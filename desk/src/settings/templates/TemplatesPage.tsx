import { Button, Select, Text, TextInput } from '@mantine/core';
import {
  deleteTemplate,
  listTemplates,
  type MessageTemplate,
  refreshTemplates,
} from '@meada/contract/routes/templates';
import { IconPlus, IconRefresh, IconSearch, IconTemplate } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { complain } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Rows } from '../kit/Rows.tsx';
import { Section } from '../kit/Section.tsx';
import { ToChannels } from '../kit/ToChannels.tsx';
import { TemplateItem } from './TemplateItem.tsx';
import classes from './templates.module.css';

const NewTemplate = lazy(() => import('./NewTemplate.tsx').then((file) => ({ default: file.NewTemplate })));

/** What somebody has to do something about stands first. */
const rank = { rejected: 0, paused: 1, pending: 2, approved: 3 } as const;
/** From so many on, a list is searched and not read. */
const searchedFrom = 10;

const plain = (words: string): string =>
  words.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('_', ' ').toLowerCase();

const isLike = ({ name, text }: MessageTemplate, words: string): boolean =>
  plain(`${name} ${text}`).includes(plain(words.trim()));

type ListProps = { inbox: { id: string; name: string }; onWrite?: (from: MessageTemplate | null) => void };

function TemplateList({ inbox, onWrite }: ListProps) {
  const { t } = useTranslation('firm');
  const client = useQueryClient();
  const { ask, dialog } = useConfirm();
  const [words, setWords] = useState('');
  const list = useQuery({
    queryKey: keys.templates(inbox.id),
    queryFn: ({ signal }) => call(listTemplates, { params: { id: inbox.id } }, { signal }),
  });
  const refresh = useMutation({
    mutationFn: () => call(refreshTemplates, { params: { id: inbox.id } }),
    onSuccess: (found) => client.setQueryData(keys.templates(inbox.id), found),
    onError: complain,
  });
  const remove = async ({ name, language }: MessageTemplate) => {
    const left = await call(deleteTemplate, { params: { id: inbox.id }, body: { name, language } });
    client.setQueryData(keys.templates(inbox.id), left);
  };
  const { data, error } = list;
  if (error && !data) return <ErrorState error={error} onRetry={() => list.refetch()} />;
  if (!data) return <ListLoading rows={4} />;
  const shown = data.items.filter((one) => isLike(one, words)).sort((a, b) => rank[a.state] - rank[b.state]);
  const askDelete = (template: MessageTemplate) =>
    ask({
      title: t('models.deleteOne', { name: template.name }),
      text: t('models.deleteText'),
      action: t('models.delete'),
      danger: true,
      act: () => remove(template),
    });
  return (
    <Section
      title={t('models.count', { count: data.items.length })}
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={17} />}
          loading={refresh.isPending}
          onClick={() => refresh.mutate()}
        >
          {t('models.refresh')}
        </Button>
      }
    >
      <Text size="sm" c="dimmed" className={classes.about}>
        {inbox.name}
        {data.askedAt ? (
          <>
            {' · '}
            {t('models.asked')} <RelativeTime at={data.askedAt} />
          </>
        ) : null}
      </Text>
      {data.error ? (
        <Text size="sm" c="red" role="status" mb="sm">
          {t('models.stale', { problem: data.error })}
        </Text>
      ) : null}
      {data.items.length >= searchedFrom ? (
        <TextInput
          type="search"
          mb="md"
          leftSection={<IconSearch size={16} />}
          aria-label={t('models.search')}
          placeholder={t('models.search')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      ) : null}
      {data.items.length === 0 ? (
        <EmptyState icon={IconTemplate} title={t('models.none')} text={t('models.noneText')}>
          {onWrite ? <Button onClick={() => onWrite(null)}>{t('models.new')}</Button> : null}
        </EmptyState>
      ) : null}
      {data.items.length > 0 && shown.length === 0 ? <Text c="dimmed">{t('models.notFound')}</Text> : null}
      <Rows label={t('models.title')}>
        {shown.map((template) => (
          <TemplateItem
            key={`${template.name} ${template.language}`}
            template={template}
            onCopy={onWrite && (() => onWrite(template))}
            onDelete={onWrite && (() => askDelete(template))}
          />
        ))}
      </Rows>
      {dialog}
    </Section>
  );
}

/** Messages a platform has to approve, by inbox: their state, a new one, and one that is no longer wanted. */
export function TemplatesPage() {
  const { t } = useTranslation('firm');
  const channels = useChannels();
  const inboxes = useInboxRefs().filter(
    (inbox) =>
      inbox.active &&
      channels.some((one) => one.id === inbox.channel && one.capabilities.sends.includes('template')),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [writing, setWriting] = useState<{ from: MessageTemplate | null } | null>(null);
  const inbox = inboxes.find((one) => one.id === chosen) ?? inboxes[0];
  const making = channels.find((one) => one.id === inbox?.channel)?.capabilities.templates;
  return (
    <>
      <PageHeader title={t('models.title')} text={t('models.text')}>
        {inbox && making ? (
          <Button leftSection={<IconPlus size={18} />} onClick={() => setWriting({ from: null })}>
            {t('models.new')}
          </Button>
        ) : null}
      </PageHeader>
      {inboxes.length > 1 ? (
        <Select
          label={t('models.inbox')}
          maw={360}
          mb="md"
          allowDeselect={false}
          data={inboxes.map((one) => ({ value: one.id, label: one.name }))}
          value={inbox?.id ?? null}
          onChange={setChosen}
        />
      ) : null}
      {inbox ? (
        <TemplateList key={inbox.id} inbox={inbox} onWrite={making && ((from) => setWriting({ from }))} />
      ) : (
        <EmptyState icon={IconTemplate} title={t('models.noInbox')} text={t('models.noInboxText')}>
          <ToChannels />
        </EmptyState>
      )}
      <Suspense fallback={null}>
        {writing && inbox && making ? (
          <NewTemplate
            inboxId={inbox.id}
            making={making}
            from={writing.from}
            onClose={() => setWriting(null)}
          />
        ) : null}
      </Suspense>
    </>
  );
}
