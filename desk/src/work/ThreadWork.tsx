import { Button } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import type { WorkItem } from '@meada/contract/routes/routing';
import { IconPlayerPause } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { putWords } from '../conversations/known/put.ts';
import { HandOverStrip, useAsked } from './hand-over/HandOverStrip.tsx';
import { useMyWork } from './queries.ts';
import { usePersonName } from './words.tsx';
import classes from './work.module.css';

/** What the one before was writing, to go on with. */
function LeftDraft({ item, onUse }: { item: WorkItem; onUse: (text: string) => void }) {
  const { t } = useTranslation('work');
  const nameOf = usePersonName();
  const [gone, setGone] = useState(false);
  const draft = item.leftDraft;
  if (!draft || gone) return null;
  return (
    <div className={classes.strip}>
      <span>
        <b>{t('draft.title', { name: nameOf(draft.personId) })}</b> {draft.text}
      </span>
      <Button
        size="compact-sm"
        variant="light"
        onClick={() => {
          onUse(draft.text);
          setGone(true);
        }}
      >
        {t('draft.use')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        c="var(--ink-soft)"
        onClick={() => setGone(true)}
      >
        {t('draft.drop')}
      </Button>
    </div>
  );
}

/** Above the composer: who is asked to take over, that one's own work is paused, what somebody left half-written. */
export function ThreadWork({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('work');
  const { items } = useMyWork();
  const asked = useAsked(conversation);
  const item = items.find((one) => one.conversation?.id === conversation.id && one.kind !== 'hand_over');
  return (
    <>
      {asked ? <HandOverStrip asked={asked} /> : null}
      {item?.state === 'paused' ? (
        <div className={classes.strip} data-state="paused" role="status">
          <IconPlayerPause size={16} aria-hidden />
          <span>{t('item.pausedText')}</span>
        </div>
      ) : null}
      {item ? <LeftDraft item={item} onUse={(text) => putWords(conversation.id, text)} /> : null}
    </>
  );
}
