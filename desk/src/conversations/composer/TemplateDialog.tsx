import { ActionIcon, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { Attachment } from '@meada/contract/content';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { listTemplates, type MessageTemplate, refreshTemplates } from '@meada/contract/routes/templates';
import { IconRefresh, IconTemplate } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import classes from './composer.module.css';
import { wayOf } from './messages-of.ts';
import { send } from './outbox.ts';
import { TemplateFill } from './TemplateFill.tsx';
import looks from './template.module.css';
import { contentOf, matching, type Values } from './templates.ts';
import { useSeenAtOpening } from './useSeen.ts';

/** Templates shown at once; the search finds the others. */
const shown = 40;

/** Language, cost class, quality, and why one cannot be sent. */
function Facts({ template }: { template: MessageTemplate }) {
  const { t } = useTranslation('conversations');
  const { state, cost, nextCost, quality, language, reason } = template;
  return (
    <small className={looks.facts}>
      <small>{language.replace('_', '-')}</small>
      {cost ? <small>{t(`template.cost.${cost}`)}</small> : null}
      {nextCost ? <small>{t('template.nextCost', { cost: t(`template.cost.${nextCost}`) })}</small> : null}
      {quality ? (
        <small data-low={quality === 'low' || undefined}>{t(`template.quality.${quality}`)}</small>
      ) : null}
      {state === 'approved' ? null : (
        <small data-low title={reason ?? undefined}>
          {t(`template.state.${state}`)}
        </small>
      )}
    </small>
  );
}

function Choice({ template, onChoose }: { template: MessageTemplate; onChoose: () => void }) {
  const sendable = template.state === 'approved';
  return (
    <button
      type="button"
      className={`${classes.templateChoice} ${sendable ? '' : looks.unsendable}`}
      disabled={!sendable}
      onClick={onChoose}
    >
      <b>{template.name.replaceAll('_', ' ')}</b>
      <Facts template={template} />
      <span>{template.text}</span>
    </button>
  );
}

type ListProps = { inboxId: string; onChoose: (template: MessageTemplate) => void };

function TemplateList({ inboxId, onChoose }: ListProps) {
  const { t } = useTranslation('conversations');
  const client = useQueryClient();
  const [word, setWord] = useState('');
  const templates = useQuery({
    queryKey: keys.templates(inboxId),
    queryFn: ({ signal }) => call(listTemplates, { params: { id: inboxId } }, { signal }),
    staleTime: 60_000,
  });
  const refresh = useMutation({
    mutationFn: () => call(refreshTemplates, { params: { id: inboxId } }),
    onSuccess: (list) => client.setQueryData(keys.templates(inboxId), list),
  });
  const items = templates.data?.items;
  const problem = templates.data?.error;
  return (
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap">
        <TextInput
          data-autofocus
          flex={1}
          aria-label={t('template.search')}
          placeholder={t('template.search')}
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
        <ActionIcon
          variant="default"
          size={36}
          title={t('template.refresh')}
          aria-label={t('template.refresh')}
          loading={refresh.isPending}
          onClick={() => refresh.mutate()}
        >
          <IconRefresh size={18} />
        </ActionIcon>
      </Group>
      {problem ? (
        <Text size="sm" c="red" role="status">
          {t('template.stale', { problem })}
        </Text>
      ) : null}
      {templates.isPending ? <ListLoading rows={4} /> : null}
      {templates.isError ? <ErrorState error={templates.error} onRetry={() => templates.refetch()} /> : null}
      {items?.length === 0 ? (
        <EmptyState icon={IconTemplate} title={t('template.none')} text={t('template.noneText')} />
      ) : null}
      {matching(items ?? [], word)
        .slice(0, shown)
        .map((one) => (
          <Choice key={`${one.name} ${one.language}`} template={one} onChoose={() => onChoose(one)} />
        ))}
    </Stack>
  );
}

type Props = { conversation: Conversation; leg: Leg; onClose: () => void };

/** Chooses an approved template of the leg's account, fills it in and sends it. */
export function TemplateDialog({ conversation, leg, onClose }: Props) {
  const { t } = useTranslation('conversations');
  const client = useQueryClient();
  const seenSeq = useSeenAtOpening(conversation);
  const [chosen, setChosen] = useState<MessageTemplate | null>(null);
  const sendIt = (values: Values, attachments: Attachment[]) => {
    if (!chosen) return;
    const clientId = crypto.randomUUID();
    const attachmentIds = attachments.map((one) => one.id);
    const body = {
      clientId,
      content: contentOf(chosen, values),
      internal: false,
      attachmentIds,
      ...wayOf(leg.id),
      seenSeq,
    };
    send(client, { conversationId: conversation.id, body, attachments });
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('template.title')}
      size={chosen ? 'xl' : 'lg'}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {chosen ? (
        <TemplateFill
          template={chosen}
          name={conversation.customer.name}
          onBack={() => setChosen(null)}
          onSend={sendIt}
        />
      ) : (
        <TemplateList inboxId={leg.inboxId} onChoose={setChosen} />
      )}
    </Modal>
  );
}
