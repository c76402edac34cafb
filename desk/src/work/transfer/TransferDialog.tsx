import { Button, Checkbox, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { TargetList } from './TargetList.tsx';
import { idOf, matching, type Target } from './targets.ts';
import classes from './transfer.module.css';
import { useHandOver, useTargets } from './useTransfer.ts';

const listId = 'transfer-targets';

/** Choosing by typing and arrows: the field keeps the focus, the list shows where one is. */
function useChoice(targets: readonly Target[], onChosen: () => void) {
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<Target | null>(null);
  const shown = matching(targets, words);
  const active = shown[Math.min(at, shown.length - 1)] ?? null;
  useEffect(() => {
    if (active) document.getElementById(idOf(active))?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const choose = (target: Target) => {
    setChosen(target);
    setAt(shown.findIndex((one) => idOf(one) === idOf(target)));
    onChosen();
  };
  const press = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      setAt((now) => Math.min(shown.length - 1, Math.max(0, now + by)));
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && active) {
      event.preventDefault();
      choose(active);
    }
  };
  const search = (next: string) => {
    setWords(next);
    setAt(0);
  };
  return { words, search, shown, active, chosen, choose, press };
}

/** Hands a conversation on: to whom, what they should know, whether one goes on following it. */
export function TransferDialog({
  conversation,
  onClose,
}: {
  conversation: Conversation;
  onClose: () => void;
}) {
  const { t } = useTranslation('work');
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false });
  const { item, targets, loading, failed } = useTargets(conversation.id);
  const handOver = useHandOver();
  const noteField = useRef<HTMLTextAreaElement>(null);
  const choice = useChoice(targets, () => noteField.current?.focus());
  const [note, setNote] = useState('');
  const [follow, setFollow] = useState(false);
  const [busy, setBusy] = useState(false);
  const { chosen } = choice;
  const send = async () => {
    if (!chosen || busy) return;
    setBusy(true);
    try {
      await handOver({ conversation, item, target: chosen, note, follow });
      say(
        t(chosen.kind === 'agent' && !chosen.room && item ? 'transfer.doneLater' : 'transfer.done', {
          name: chosen.name,
        }),
      );
      onClose();
    } catch (error) {
      complain(error);
      setBusy(false);
    }
  };
  const waits = chosen?.kind === 'agent' && item !== null && !chosen.room;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('transfer.title')}
      size={560}
      fullScreen={narrow}
      closeOnClickOutside={!note}
    >
      {failed ? <ErrorState error={failed} /> : null}
      {loading ? <ListLoading rows={4} /> : null}
      {!loading && !failed ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: a key that sends from every field of the dialog
        <div
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
          }}
        >
          <TextInput
            data-autofocus
            role="combobox"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={choice.active ? idOf(choice.active) : undefined}
            aria-label={t('transfer.search')}
            placeholder={t('transfer.search')}
            leftSection={<IconSearch size={17} />}
            value={choice.words}
            onChange={(event) => choice.search(event.currentTarget.value)}
            onKeyDown={choice.press}
          />
          <TargetList
            id={listId}
            targets={choice.shown}
            chosen={chosen}
            active={choice.active}
            onChoose={choice.choose}
          />
          {choice.shown.length === 0 ? <p className={classes.nothing}>{t('transfer.nothing')}</p> : null}
          <Textarea
            ref={noteField}
            label={t('transfer.note')}
            description={t('transfer.noteText')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Checkbox
            mt="sm"
            label={t('transfer.follow')}
            checked={follow}
            onChange={(event) => setFollow(event.currentTarget.checked)}
          />
          {waits ? <p className={classes.waits}>{t('transfer.waits', { name: chosen.name })}</p> : null}
          <Group justify="flex-end" mt="lg" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button onClick={() => void send()} loading={busy} disabled={!chosen}>
              {chosen ? t('transfer.send', { name: chosen.name }) : t('transfer.title')}
            </Button>
          </Group>
        </div>
      ) : null}
    </Modal>
  );
}
