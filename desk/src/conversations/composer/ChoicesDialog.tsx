import { ActionIcon, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Body } from '../thread/Body.tsx';
import { type ChoiceDraft, type ChoiceKind, choiceContent, emptyDraft, hasDoubles, most } from './choices.ts';
import { wayOf } from './messages-of.ts';
import { send } from './outbox.ts';
import classes from './template.module.css';
import { useSeenAtOpening } from './useSeen.ts';

type Change = (some: Partial<ChoiceDraft>) => void;
type FieldsProps = { draft: ChoiceDraft; change: Change };

/** Buttons or rows, one line each. */
function Options({ draft, change }: FieldsProps) {
  const { t } = useTranslation('conversations');
  const isList = draft.kind === 'list';
  const limit = isList ? most.rows : most.buttons;
  const edit = (index: number, some: object) =>
    change({ options: draft.options.map((one, n) => (n === index ? { ...one, ...some } : one)) });
  return (
    <Stack gap="xs">
      {draft.options.map((option, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place
        <div className={classes.row} key={n}>
          <TextInput
            label={t(isList ? 'choices.row' : 'choices.button', { n: n + 1 })}
            maxLength={isList ? most.row : most.title}
            value={option.title}
            onChange={(event) => edit(n, { title: event.currentTarget.value })}
          />
          {isList ? (
            <TextInput
              label={t('choices.about')}
              maxLength={most.about}
              value={option.about}
              onChange={(event) => edit(n, { about: event.currentTarget.value })}
            />
          ) : null}
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('choices.remove')}
            disabled={draft.options.length < 2}
            onClick={() => change({ options: draft.options.filter((_, index) => index !== n) })}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        leftSection={<IconPlus size={16} />}
        disabled={draft.options.length >= limit}
        onClick={() => change({ options: [...draft.options, { title: '', about: '' }] })}
      >
        {t(isList ? 'choices.addRow' : 'choices.addButton')}
      </Button>
      {hasDoubles(draft) ? (
        <Text size="sm" c="red" role="status">
          {t('choices.same')}
        </Text>
      ) : null}
    </Stack>
  );
}

type Line = { name: 'button' | 'url' | 'catalogue' | 'skus'; label: string; max: number };

/** Further lines of each kind. */
const lines: Record<ChoiceKind, Line[]> = {
  buttons: [],
  list: [{ name: 'button', label: 'listButton', max: most.title }],
  link: [
    { name: 'button', label: 'urlTitle', max: most.title },
    { name: 'url', label: 'url', max: 2000 },
  ],
  location_request: [],
  products: [
    { name: 'catalogue', label: 'catalogue', max: 100 },
    { name: 'skus', label: 'sku', max: 2000 },
    { name: 'button', label: 'title', max: most.row },
  ],
};

function Fields({ draft, change }: FieldsProps) {
  const { t } = useTranslation('conversations');
  return (
    <Stack gap="sm">
      <Textarea
        data-autofocus
        autosize
        minRows={2}
        label={t('choices.text')}
        maxLength={most.text}
        required
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      {lines[draft.kind].map(({ name, label, max }) => (
        <TextInput
          key={name}
          label={t(`choices.${label as 'url'}`)}
          maxLength={max}
          value={draft[name]}
          onChange={(event) => change({ [name]: event.currentTarget.value })}
        />
      ))}
      {draft.kind === 'buttons' || draft.kind === 'list' ? <Options draft={draft} change={change} /> : null}
      {draft.kind === 'location_request' ? (
        <Text size="sm" c="dimmed">
          {t('choices.locationHint')}
        </Text>
      ) : null}
    </Stack>
  );
}

type Props = { conversation: Conversation; leg: Leg; kind: ChoiceKind; text: string; onClose: () => void };

/** Puts an interactive message together beside how it will look, and sends it. */
export function ChoicesDialog({ conversation, leg, kind, text, onClose }: Props) {
  const { t } = useTranslation('conversations');
  const client = useQueryClient();
  const seenSeq = useSeenAtOpening(conversation);
  const [draft, setDraft] = useState(() => emptyDraft(kind, text));
  const content = choiceContent(draft);
  return (
    <Modal opened onClose={onClose} title={t(`choices.${kind}`)} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!content) return;
          const clientId = crypto.randomUUID();
          const body = { clientId, content, internal: false, attachmentIds: [], ...wayOf(leg.id), seenSeq };
          send(client, { conversationId: conversation.id, body, attachments: [] });
          onClose();
        }}
      >
        <div className={classes.two}>
          <Fields draft={draft} change={(some) => setDraft((now) => ({ ...now, ...some }))} />
          <figure style={{ margin: 0 }}>
            <Text component="figcaption" size="xs" c="dimmed" mb={4}>
              {t('template.preview')}
            </Text>
            <div className={classes.bubble}>{content ? <Body content={content} /> : <p>{draft.text}</p>}</div>
          </figure>
        </div>
        <Group justify="flex-end" mt="md">
          <Button type="submit" disabled={!content}>
            {t('composer.send')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
