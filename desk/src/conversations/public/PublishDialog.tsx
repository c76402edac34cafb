import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconWorld } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../../api/queries.ts';
import { complain, say } from '../../ui/toast.ts';
import { Answers } from '../composer/Answers.tsx';
import mentions from '../mentions/mentions.module.css';
import { waive } from './duties.ts';
import { PublicMark } from './PublicMark.tsx';
import { isReason, ReasonField } from './ReasonField.tsx';
import { standingDuty } from './rules.ts';
import { usePublish } from './usePublish.ts';

type Props = {
  conversation: Conversation;
  /** Resolves the conversation; absent when only the solution is to be published. */
  onResolve?: () => void;
  onClose: () => void;
};

/** First name, as one writes to somebody in public. */
const firstName = (name: string | null): string => name?.trim().split(/\s+/)[0] ?? '';

/**
 * Solved in private what began in public: the solution is published now, later (it stays on the list), or left with a
 * reason. The words are proposed and can be changed.
 */
export function PublishDialog({ conversation, onResolve, onClose }: Props) {
  const { t } = useTranslation(['conversations', 'colleagues']);
  const duty = standingDuty(conversation.duties);
  const leg = conversation.legs.find((one) => one.id === duty?.legId);
  const limit = useChannel(leg?.channel ?? null)?.limits.textLength ?? 2000;
  const name = firstName(conversation.customer.name);
  const [text, setText] = useState(() => (name ? t('duty.draft', { name }) : t('duty.draftUnnamed')));
  const [reason, setReason] = useState<string | null>(null);
  const resolve = () => {
    onResolve?.();
    onClose();
  };
  const { publish, crossed, busy, seenSeq } = usePublish(conversation, leg?.id, () => {
    say(t('duty.sent'));
    resolve();
  });
  if (!duty || !leg) return null;
  const leave = () =>
    void waive(duty, (reason ?? '').trim()).then(() => {
      say(t('duty.waived'));
      resolve();
    }, complain);
  const unsent = text.trim() === '' || text.length > limit;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(duty.state === 'open' ? 'duty.state.open' : 'duty.solvedTitle')}
      size={680}
      centered
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t(duty.state === 'open' ? 'duty.openText' : 'duty.solvedText')}</Text>
        {reason === null ? (
          <>
            <Textarea
              data-autofocus
              label={
                <Group gap={8} component="span">
                  {t('duty.words')} <PublicMark label />
                </Group>
              }
              value={text}
              autosize
              minRows={3}
              maxRows={10}
              error={text.length > limit ? t('block.tooLong') : undefined}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {crossed ? (
              <div className={mentions.stopped} style={{ maxWidth: 'none' }} role="alert">
                <strong>{t('colleagues:stopped.title')}</strong>
                <Answers conversationId={conversation.id} seenSeq={seenSeq} />
              </div>
            ) : null}
            <Group justify="space-between" mt="sm" gap="sm">
              <Button variant="subtle" color="gray" onClick={() => setReason('')}>
                {t('duty.waive')}
              </Button>
              <Group gap="sm">
                {onResolve ? (
                  <Button variant="default" title={t('duty.keep')} onClick={resolve}>
                    {t('duty.later')}
                  </Button>
                ) : null}
                <Button
                  color="var(--public)"
                  c="var(--public-on)"
                  leftSection={<IconWorld size={16} />}
                  disabled={unsent}
                  loading={busy}
                  onClick={() => publish(text)}
                >
                  {t(
                    crossed
                      ? 'colleagues:stopped.publish'
                      : onResolve
                        ? 'duty.publishResolve'
                        : 'public.send',
                  )}
                </Button>
              </Group>
            </Group>
          </>
        ) : (
          <>
            <ReasonField value={reason} onChange={setReason} />
            <Group justify="flex-end" mt="sm" gap="sm">
              <Button variant="default" onClick={() => setReason(null)}>
                {t('duty.back')}
              </Button>
              <Button disabled={!isReason(reason)} onClick={leave}>
                {t(onResolve ? 'duty.waiveResolve' : 'duty.waiveNow')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
