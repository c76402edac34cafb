import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { listTemplates, type MessageTemplate } from '@meada/contract/routes/inboxes';
import { IconArrowLeft, IconTemplate } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import classes from './composer.module.css';
import { wayOf } from './messages-of.ts';
import { send } from './outbox.ts';
import { fieldsOf, matching, rendered } from './templates.ts';

/** Templates shown at once; the search finds the others. */
const shown = 40;

type FillProps = {
  template: MessageTemplate;
  name: string | null;
  onBack: () => void;
  onSend: (text: string, parameters: { name: string; value: string }[]) => void;
};

/** The fields of the chosen template, and what the customer will read. */
function Fill({ template, name, onBack, onSend }: FillProps) {
  const { t } = useTranslation('conversations');
  const fields = fieldsOf(template);
  const first = fields[0];
  // Nearly every template greets by name first.
  const [values, setValues] = useState<Record<string, string>>(first && name ? { [first]: name } : {});
  const text = rendered(template.text, values);
  const full = fields.every((one) => values[one]?.trim());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!full) return;
        onSend(
          text,
          fields.map((one) => ({ name: one, value: (values[one] ?? '').replace(/\s+/g, ' ').trim() })),
        );
      }}
    >
      <Stack gap="sm">
        {fields.map((one, index) => (
          <TextInput
            key={one}
            data-autofocus={index === 0 || undefined}
            label={t('template.field', { name: one })}
            maxLength={1024}
            required
            value={values[one] ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setValues((now) => ({ ...now, [one]: value }));
            }}
          />
        ))}
        <figure className={classes.templatePreview}>
          <figcaption>{t('template.preview')}</figcaption>
          <p>{text}</p>
        </figure>
        <Group justify="space-between">
          <Button variant="subtle" leftSection={<IconArrowLeft size={16} />} onClick={onBack}>
            {t('template.other')}
          </Button>
          <Button type="submit" disabled={!full}>
            {t('composer.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Props = { conversation: Conversation; leg: Leg; onClose: () => void };

/** Chooses an approved template of the leg's account, fills it in and sends it. */
export function TemplateDialog({ conversation, leg, onClose }: Props) {
  const { t } = useTranslation('conversations');
  const client = useQueryClient();
  const [word, setWord] = useState('');
  const [chosen, setChosen] = useState<MessageTemplate | null>(null);
  const templates = useQuery({
    queryKey: keys.templates(leg.inboxId),
    queryFn: ({ signal }) => call(listTemplates, { params: { id: leg.inboxId } }, { signal }),
    select: (list) => list.items,
    staleTime: 5 * 60_000,
  });
  const sendIt = (text: string, parameters: { name: string; value: string }[]) => {
    if (!chosen) return;
    const { name, language } = chosen;
    const content = { v: 1 as const, kind: 'template' as const, name, language, text, parameters };
    const clientId = crypto.randomUUID();
    const body = { clientId, content, internal: false, attachmentIds: [], ...wayOf(leg.id) };
    send(client, { conversationId: conversation.id, body, attachments: [] });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('template.title')} size="lg">
      {chosen ? (
        <Fill
          template={chosen}
          name={conversation.customer.name}
          onBack={() => setChosen(null)}
          onSend={sendIt}
        />
      ) : (
        <Stack gap="xs">
          <TextInput
            data-autofocus
            aria-label={t('template.search')}
            placeholder={t('template.search')}
            value={word}
            onChange={(event) => setWord(event.currentTarget.value)}
          />
          {templates.isPending ? <ListLoading rows={4} /> : null}
          {templates.isError ? (
            <ErrorState error={templates.error} onRetry={() => templates.refetch()} />
          ) : null}
          {templates.data?.length === 0 ? (
            <EmptyState icon={IconTemplate} title={t('template.none')} text={t('template.noneText')} />
          ) : null}
          {matching(templates.data ?? [], word)
            .slice(0, shown)
            .map((one) => (
              <button
                key={`${one.name} ${one.language}`}
                type="button"
                className={classes.templateChoice}
                onClick={() => setChosen(one)}
              >
                <b>{one.name.replaceAll('_', ' ')}</b>{' '}
                <small className={classes.templateLanguage}>{one.language.replace('_', '-')}</small>
                <span>{one.text}</span>
              </button>
            ))}
        </Stack>
      )}
    </Modal>
  );
}
