import { ActionIcon, Button, Select, Text } from '@mantine/core';
import {
  deleteTemplate,
  listTemplates,
  type MessageTemplate,
  refreshTemplates,
} from '@meada/contract/routes/templates';
import { IconPlus, IconRefresh, IconTemplate, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import { TemplatePreview } from '../../conversations/composer/TemplatePreview.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { complain } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { rejectionOf } from './reasons.ts';
import classes from './templates.module.css';

const NewTemplate = lazy(() => import('./NewTemplate.tsx').then((file) => ({ default: file.NewTemplate })));

const tones = { approved: 'good', pending: 'accent', paused: 'warn', rejected: 'danger' } as const;

/** State, cost class, quality, and why the platform said no. */
function Facts({ template }: { template: MessageTemplate }) {
  const { t } = useTranslation('firm');
  const { t: c } = useTranslation('conversations');
  const { cost, nextCost, quality, language, state, reason } = template;
  const words = [
    language.replace('_', '-'),
    cost ? c('template.costs', { cost: c(`template.cost.${cost}`) }) : null,
    nextCost ? c('template.nextCost', { cost: c(`template.cost.${nextCost}`) }) : null,
    quality ? c(`template.quality.${quality}`) : null,
  ];
  return (
    <>
      {words.filter(Boolean).join(' · ')}
      {reason && state !== 'approved' ? (
        <span className={classes.reason} title={reason}>
          {t('models.why', { reason: rejectionOf(t, reason) })}
        </span>
      ) : null}
    </>
  );
}

type ItemProps = { template: MessageTemplate; onDelete?: () => void };

function Item({ template, onDelete }: ItemProps) {
  const { t } = useTranslation('firm');
  return (
    <Row
      title={
        <>
          {template.name} <Pill tone={tones[template.state]}>{t(`models.state.${template.state}`)}</Pill>
        </>
      }
      text={<Facts template={template} />}
      end={
        onDelete ? (
          <ActionIcon
            variant="subtle"
            color="red"
            size={36}
            aria-label={t('models.deleteOne', { name: template.name })}
            title={t('models.delete')}
            onClick={onDelete}
          >
            <IconTrash size={18} />
          </ActionIcon>
        ) : null
      }
    >
      <details className={classes.more}>
        <summary>{t('models.look')}</summary>
        <TemplatePreview parts={template.parts} />
      </details>
    </Row>
  );
}

type ListProps = { inboxId: string; makes: boolean; onNew: () => void };

function TemplateList({ inboxId, makes, onNew }: ListProps) {
  const { t } = useTranslation('firm');
  const client = useQueryClient();
  const { ask, dialog } = useConfirm();
  const list = useQuery({
    queryKey: keys.templates(inboxId),
    queryFn: ({ signal }) => call(listTemplates, { params: { id: inboxId } }, { signal }),
  });
  const refresh = useMutation({
    mutationFn: () => call(refreshTemplates, { params: { id: inboxId } }),
    onSuccess: (found) => client.setQueryData(keys.templates(inboxId), found),
    onError: complain,
  });
  const remove = async ({ name, language }: MessageTemplate) => {
    const left = await call(deleteTemplate, { params: { id: inboxId }, body: { name, language } });
    client.setQueryData(keys.templates(inboxId), left);
  };
  const { data, error } = list;
  if (error && !data) return <ErrorState error={error} onRetry={() => list.refetch()} />;
  if (!data) return <ListLoading rows={4} />;
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
      {data.askedAt ? (
        <Text size="sm" c="dimmed">
          {t('models.asked')} <RelativeTime at={data.askedAt} />
        </Text>
      ) : null}
      {data.error ? (
        <Text size="sm" c="red" role="status">
          {t('models.stale', { problem: data.error })}
        </Text>
      ) : null}
      {data.items.length === 0 ? (
        <EmptyState icon={IconTemplate} title={t('models.none')} text={t('models.noneText')}>
          {makes ? <Button onClick={onNew}>{t('models.new')}</Button> : null}
        </EmptyState>
      ) : (
        <Rows label={t('models.title')}>
          {data.items.map((template) => (
            <Item
              key={`${template.name} ${template.language}`}
              template={template}
              onDelete={
                makes
                  ? () =>
                      ask({
                        title: t('models.deleteOne', { name: template.name }),
                        text: t('models.deleteText'),
                        action: t('models.delete'),
                        danger: true,
                        act: () => remove(template),
                      })
                  : undefined
              }
            />
          ))}
        </Rows>
      )}
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
  const [writing, setWriting] = useState(false);
  const inbox = inboxes.find((one) => one.id === chosen) ?? inboxes[0];
  const making = channels.find((one) => one.id === inbox?.channel)?.capabilities.templates;
  return (
    <>
      <PageHeader title={t('models.title')} text={t('models.text')}>
        {inbox && making ? (
          <Button leftSection={<IconPlus size={18} />} onClick={() => setWriting(true)}>
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
        <TemplateList
          key={inbox.id}
          inboxId={inbox.id}
          makes={making !== undefined}
          onNew={() => setWriting(true)}
        />
      ) : (
        <EmptyState icon={IconTemplate} title={t('models.noInbox')} text={t('models.noInboxText')} />
      )}
      <Suspense fallback={null}>
        {writing && inbox && making ? (
          <NewTemplate inboxId={inbox.id} making={making} onClose={() => setWriting(false)} />
        ) : null}
      </Suspense>
    </>
  );
}
