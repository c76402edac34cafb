import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import type { Macro } from '@meada/contract/macros';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconAlertTriangle, IconBolt, IconLock, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { fold } from '../canned/match.ts';
import { useLacking } from './lacking.ts';
import { MacroPreview } from './MacroPreview.tsx';
import classes from './macros.module.css';
import { macrosQuery } from './queries.ts';
import { closeMacros } from './state.ts';
import { useActionWords } from './words.ts';

/** Macros for this conversation's inbox, by name and folder. */
export const offeredIn = (macros: readonly Macro[], inboxId: string, word = ''): Macro[] =>
  macros.filter(
    (macro) =>
      (macro.inboxIds.length === 0 || macro.inboxIds.includes(inboxId)) &&
      fold(`${macro.name} ${macro.folder}`).includes(fold(word.trim())),
  );

type ChoiceProps = { macros: Macro[]; onChoose(id: string): void; word: string; onWord(word: string): void };
function Choice({ macros, onChoose, word, onWord }: ChoiceProps) {
  const { t } = useTranslation('macros');
  const combobox = useCombobox({ opened: true });
  const wordsOf = useActionWords();
  const lacks = useLacking();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first that fits is chosen by Enter
  useEffect(() => void combobox.selectFirstOption(), [word, macros.length]);
  return (
    <Combobox store={combobox} onOptionSubmit={onChoose}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          value={word}
          leftSection={<IconSearch size={17} />}
          placeholder={t('search')}
          aria-label={t('search')}
          onChange={(event) => onWord(event.currentTarget.value)}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes.choices} aria-label={t('title')}>
        {macros.map((macro) => (
          <Combobox.Option key={macro.id} value={macro.id} className={classes.choice}>
            <span className={classes.choiceName}>
              <IconBolt size={17} aria-hidden /> {macro.name}
              {macro.shownTo === 'own' ? <IconLock size={14} aria-label={t('own')} /> : null}
              {macro.actions.some(lacks) ? (
                <IconAlertTriangle size={14} aria-label={t('lacks')} color="var(--warn)" />
              ) : null}
              {macro.folder ? <i>{macro.folder}</i> : null}
            </span>
            <small>{macro.actions.map(wordsOf).join(' · ')}</small>
          </Combobox.Option>
        ))}
        {macros.length === 0 ? <Combobox.Empty>{t(word ? 'nothing' : 'none')}</Combobox.Empty> : null}
      </Combobox.Options>
    </Combobox>
  );
}

/** Choosing a macro, then what it would do here. */
export function MacroPanel({
  conversation,
  macroId,
}: {
  conversation: Conversation;
  macroId: string | null;
}) {
  const { t } = useTranslation('macros');
  const list = useQuery(macrosQuery);
  const [chosen, setChosen] = useState(macroId);
  const [word, setWord] = useState('');
  const macro = list.data?.find(({ id }) => id === chosen);
  return (
    <Modal
      opened
      onClose={closeMacros}
      size="lg"
      title={macro ? t('previewTitle', { name: macro.name }) : t('title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={4} /> : null}
      {list.data && !macro ? (
        <Choice
          macros={offeredIn(list.data, conversation.inboxId, word)}
          word={word}
          onWord={setWord}
          onChoose={setChosen}
        />
      ) : null}
      {macro ? (
        <MacroPreview
          conversation={conversation}
          macro={macro}
          onBack={macroId ? closeMacros : () => setChosen(null)}
        />
      ) : null}
    </Modal>
  );
}
