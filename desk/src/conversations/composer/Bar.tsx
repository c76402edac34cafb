import { ActionIcon, Button, FileButton } from '@mantine/core';
import { IconChevronDown, IconPaperclip, IconSend2, IconWorld } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../shell/keyboard.ts';
import { Late } from '../../ui/Late.tsx';
import { PlaybookButton } from '../playbook/PlaybookButton.tsx';
import classes from './composer.module.css';
import { Parts } from './Parts.tsx';
import type { Becomes } from './pending.ts';
import type { Block } from './rules.ts';
import { VoiceRecorder } from './VoiceRecorder.tsx';

type Props = {
  block: Block | null;
  internal: boolean;
  /** Everybody will read it. */
  isPublic: boolean;
  /** Of the leg, for its playbook. */
  inboxId: string | undefined;
  length: number;
  limit: number | undefined;
  /** What goes out, where the channel counts parts. */
  counted: string | undefined;
  onFiles: (files: readonly File[], voice?: boolean) => void;
  onSubmit: () => void;
  /** Sends it at another time; undefined: not this. */
  /** Sends it and does that with the conversation; undefined: not here. */
  onBecomes: ((status: Becomes) => void) | undefined;
  onLater: ((when: { at: string }, unlessAnswered: boolean) => void) | undefined;
  customerId: string;
  /** Until when free text can be sent there; null: always. */
  windowEndsAt: string | null;
  /** What else can be sent here. */
  more?: ReactNode;
};

const SendKeyItems = lazyRouteComponent(() => import('./SendKeyItems.tsx'), 'SendKeyItems');
const SendAndItems = lazyRouteComponent(() => import('./SendAndItems.tsx'), 'SendAndItems');
const LaterItems = lazyRouteComponent(() => import('../scheduling/LaterItems.tsx'), 'LaterItems');
const LaterDialog = lazyRouteComponent(() => import('../scheduling/LaterDialog.tsx'), 'LaterDialog');
const look = { position: 'top-end', width: 270 } as const;
const preload = () =>
  Promise.all([SendKeyItems.preload?.(), SendAndItems.preload?.(), LaterItems.preload?.()]);

/** Share of the limit from which the counter shows. */
const nearLimit = 0.8;

/** Files, voice, the counter near the limit, and the button that sends. */
export function Bar({
  block,
  internal,
  isPublic,
  inboxId,
  length,
  limit,
  counted,
  onFiles,
  onSubmit,
  onBecomes,
  onLater,
  customerId,
  windowEndsAt,
  more,
}: Props) {
  const { t } = useTranslation('conversations');
  const [opened, setOpened] = useState(false);
  const [choosing, setChoosing] = useState(false);
  useShortcuts({ d: () => setOpened(true) });
  const explained = block && block !== 'empty' ? t(`block.${block}`) : undefined;
  const keyButton = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      aria-label={t('composer.sendMore')}
      title={t('composer.sendMore')}
    >
      <IconChevronDown size={15} />
    </ActionIcon>
  );
  return (
    <div className={classes.bar}>
      <FileButton multiple onChange={onFiles} inputProps={{ 'aria-label': t('composer.attach') }}>
        {(props) => (
          <ActionIcon
            title={t('composer.attach')}
            {...props}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('composer.attach')}
          >
            <IconPaperclip size={20} stroke={1.7} />
          </ActionIcon>
        )}
      </FileButton>
      {internal ? null : <PlaybookButton inboxId={inboxId} />}
      <VoiceRecorder onRecorded={(file) => onFiles([file], true)} />
      {more}
      <span className={classes.hint} data-wide>
        {t('composer.cannedHint')}
      </span>
      <span className={classes.space} />
      {counted === undefined ? null : <Parts text={counted} />}
      {limit !== undefined && length > limit * nearLimit ? (
        <span className={classes.counter} data-over={length > limit || undefined} role="status">
          {length} / {limit}
        </span>
      ) : null}
      <div className={classes.send}>
        <Button
          title={explained}
          size="sm"
          color={internal ? 'yellow' : isPublic ? 'var(--public)' : undefined}
          c={isPublic && block === null ? 'var(--public-on)' : undefined}
          data-disabled={block !== null || undefined}
          aria-disabled={block !== null}
          rightSection={isPublic ? <IconWorld size={17} /> : <IconSend2 size={17} />}
          onClick={() => onSubmit()}
        >
          {t(internal ? 'composer.saveNote' : isPublic ? 'public.send' : 'composer.send')}
        </Button>

        <Late button={keyButton} look={look} later={preload} opened={opened} onChange={setOpened}>
          <SendAndItems onBecomes={block === null ? (onBecomes ?? null) : null} />
          {onLater && block === null ? (
            <LaterItems
              customerId={customerId}
              windowEndsAt={windowEndsAt}
              onLater={(at) => onLater({ at: at.toISOString() }, true)}
              onChoose={() => setChoosing(true)}
            />
          ) : null}
          <SendKeyItems />
        </Late>
        {choosing && onLater ? (
          <Suspense fallback={null}>
            <LaterDialog
              at={new Date(Date.now() + 3_600_000)}
              unlessAnswered
              action={t('composer.schedule')}
              windowEndsAt={windowEndsAt}
              onSave={(at, unlessAnswered) => onLater({ at: at.toISOString() }, unlessAnswered)}
              onClose={() => setChoosing(false)}
            />
          </Suspense>
        ) : null}
      </div>
    </div>
  );
}
