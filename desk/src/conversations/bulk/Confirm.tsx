import { Button, Checkbox, Group, Modal, Text } from '@mantine/core';
import type { BulkAction } from '@meada/contract/macros';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/queries.ts';
import { macrosQuery } from '../macros/queries.ts';
import { useActionWords } from '../macros/words.ts';

type Props = {
  action: BulkAction;
  /** In words: “37 conversas”. */
  which: string;
  onDo(action: BulkAction): void;
  onClose(): void;
};

/** Asks before something is done to many, and before a macro, of which the replies are left out unless wanted. */
export function Confirm({ action, which, onDo, onClose }: Props) {
  const { t } = useTranslation('bulk');
  const wordsOf = useActionWords();
  const manages = useMay('conversations.manage');
  const [replies, setReplies] = useState(false);
  const macros = useQuery({ ...macrosQuery, enabled: action.kind === 'macro' }).data;
  const macro = action.kind === 'macro' ? macros?.find(({ id }) => id === action.macroId) : undefined;
  const writes = macro?.actions.some(({ kind }) => kind === 'reply') ?? false;
  const title = action.kind === 'macro' ? (macro?.name ?? '') : wordsOf(action);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Text>{t('confirm', { which })}</Text>
      {macro ? (
        <Text size="sm" c="dimmed" mt="xs">
          {macro.actions
            .filter(({ kind }) => replies || kind !== 'reply')
            .map(wordsOf)
            .join(' · ')}
        </Text>
      ) : null}
      {writes ? (
        <Checkbox
          mt="md"
          label={t('withReplies')}
          description={t(manages ? 'withRepliesHelp' : 'noReplies')}
          disabled={!manages}
          checked={replies}
          onChange={(event) => setReplies(event.currentTarget.checked)}
        />
      ) : null}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button
          data-autofocus
          onClick={() => onDo(action.kind === 'macro' ? { ...action, replies } : action)}
        >
          {t('doIt', { which })}
        </Button>
      </Group>
    </Modal>
  );
}
