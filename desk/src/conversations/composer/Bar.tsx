import { ActionIcon, Button, FileButton, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconPaperclip, IconSend2, IconWorld } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../live/store.ts';
import { prefer, preferences } from '../../shell/preferences.ts';
import { PlaybookButton } from '../playbook/PlaybookButton.tsx';
import classes from './composer.module.css';
import { Parts } from './Parts.tsx';
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
  /** What else can be sent here. */
  more?: ReactNode;
};

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
  more,
}: Props) {
  const { t } = useTranslation('conversations');
  const { enterSends } = useStore(preferences);
  const explained = block && block !== 'empty' ? t(`block.${block}`) : undefined;
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
          onClick={onSubmit}
        >
          {t(internal ? 'composer.saveNote' : isPublic ? 'public.send' : 'composer.send')}
        </Button>

        <Menu position="top-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('composer.sendKey')}>
              <IconChevronDown size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('composer.sendKey')}</Menu.Label>
            <Menu.Item
              rightSection={enterSends ? <IconCheck size={15} /> : null}
              onClick={() => prefer({ enterSends: true })}
            >
              {t('composer.enter')}
            </Menu.Item>
            <Menu.Item
              rightSection={enterSends ? null : <IconCheck size={15} />}
              onClick={() => prefer({ enterSends: false })}
            >
              {t('composer.ctrlEnter')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}
