import { Button, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { TargetList } from './TargetList.tsx';
import { idOf, matching, noAsking, type Target } from './targets.ts';
import classes from './transfer.module.css';
import { useHandOver, useTargets } from './useTransfer.ts';
import { keptWay, type Way, WayChoice } from './Way.tsx';

const SwitchDialog = lazy(() =>
  import('../../conversations/header/SwitchDialog.tsx').then((file) => ({ default: file.SwitchDialog })),
);

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

/** What is chosen in the dialog, and handing over by it. */
function useTransfer(conversation: Conversation, onClose: () => void) {
  const { t } = useTranslation(['work', 'handover']);
  const me = useMe();
  const known = useTargets(conversation.id);
  const handOver = useHandOver();
  const noteField = useRef<HTMLTextAreaElement>(null);
  const choice = useChoice(known.targets, () => noteField.current?.focus());
  const [note, setNote] = useState('');
  const [way, setWay] = useState<Way>(() => ({ ask: keptWay(), follow: false, introduce: false }));
  const [busy, setBusy] = useState(false);
  const { chosen } = choice;
  const not = known.asked ? ('asked' as const) : noAsking(chosen, conversation.assigneeId === me.personId);
  const ask = way.ask && not === null;
  const waits = chosen?.kind === 'agent' && known.item !== null && !chosen.room;
  const send = async () => {
    if (!chosen || busy) return;
    setBusy(true);
    const { follow, introduce } = way;
    try {
      await handOver({ conversation, item: known.item, target: chosen, note, follow, ask, introduce });
      const done = ask ? 'handover:sent' : waits ? 'transfer.doneLater' : 'transfer.done';
      say(t(done, { name: chosen.name }));
      onClose();
    } catch (error) {
      complain(error);
      setBusy(false);
    }
  };
  return { ...known, choice, noteField, note, setNote, way, setWay, not, ask, waits, busy, send };
}

type Props = { conversation: Conversation; onClose: () => void };

/** Hands a conversation on: to whom, at once or once they have said yes, and what they should know. */
export function TransferDialog({ conversation, onClose }: Props) {
  const { t } = useTranslation(['work', 'handover']);
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false });
  const it = useTransfer(conversation, onClose);
  const { choice, note } = it;
  const { chosen } = choice;
  if (chosen?.kind === 'channel')
    return (
      <Suspense fallback={null}>
        <SwitchDialog conversationId={conversation.id} onClose={onClose} />
      </Suspense>
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('transfer.title')}
      size={560}
      fullScreen={narrow}
      closeOnClickOutside={!note}
    >
      {it.failed ? <ErrorState error={it.failed} onRetry={it.again} /> : null}
      {it.loading ? <ListLoading rows={4} /> : null}
      {!it.loading && !it.failed ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: a key that sends from every field of the dialog
        <div
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void it.send();
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
            ref={it.noteField}
            label={t('transfer.note')}
            description={t('transfer.noteText')}
            mb="md"
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            value={note}
            onChange={(event) => it.setNote(event.currentTarget.value)}
          />
          <WayChoice way={it.way} onChange={it.setWay} not={it.not} chosen={chosen} />
          {it.waits && !it.ask ? (
            <p className={classes.waits}>{t('transfer.waits', { name: chosen?.name })}</p>
          ) : null}
          <Group justify="flex-end" mt="lg" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button onClick={() => void it.send()} loading={it.busy} disabled={!chosen}>
              {chosen
                ? t(it.ask ? 'handover:send' : 'transfer.send', { name: chosen.name })
                : t('transfer.title')}
            </Button>
          </Group>
        </div>
      ) : null}
    </Modal>
  );
}
