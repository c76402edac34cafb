import { Modal, TextInput, UnstyledButton } from '@mantine/core';
import {
  type Conversation,
  type ConversationItem,
  listConversations,
} from '@meada/contract/routes/conversations';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { stampOf, useNow } from '../../ui/time.ts';
import classes from './regroup.module.css';

const most = 50;
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const wordsOf = (item: ConversationItem): string =>
  plain(`${item.protocol} ${item.subject ?? ''} ${item.preview?.text ?? ''}`);

type Props = {
  conversation: Conversation;
  title: string;
  text: string;
  onChoose: (intoId: string) => Promise<boolean>;
  onClose: () => void;
};

/** Another conversation of the customer, to go on in. */
export function TargetDialog({ conversation, title, text, onChoose, onClose }: Props) {
  const { t, i18n } = useTranslation('regroup');
  const now = useNow();
  const [word, setWord] = useState('');
  const [busy, setBusy] = useState(false);
  const customerId = conversation.customer.id;
  const list = useQuery({
    queryKey: ['others', customerId, 'all'],
    queryFn: ({ signal }) => call(listConversations, { query: { customerId, limit: most } }, { signal }),
  });
  const items = (list.data?.items ?? []).filter(
    (item) => item.id !== conversation.id && wordsOf(item).includes(plain(word.trim())),
  );
  const choose = async (id: string) => {
    setBusy(true);
    if (await onChoose(id)) return onClose();
    setBusy(false);
  };
  return (
    <Modal opened onClose={onClose} title={title} size={560}>
      <p className={classes.text}>{text}</p>
      <TextInput
        data-autofocus
        leftSection={<IconSearch size={16} />}
        placeholder={t('search')}
        aria-label={t('search')}
        value={word}
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={3} /> : null}
      <ul className={classes.targets} aria-busy={busy}>
        {items.map((item) => (
          <li key={item.id}>
            <UnstyledButton className={classes.target} disabled={busy} onClick={() => void choose(item.id)}>
              <ChannelBadge channel={item.channel} size={18} />
              <span>
                <b>{item.subject ?? item.preview?.text ?? item.protocol}</b>
                <small>
                  {item.protocol} · {item.ownStatus?.name ?? t(`conversations:status.${item.status}`)} ·{' '}
                  {stampOf(item.activeAt, now, i18n.language)}
                </small>
              </span>
            </UnstyledButton>
          </li>
        ))}
        {list.data && items.length === 0 ? <li className={classes.none}>{t('none')}</li> : null}
      </ul>
    </Modal>
  );
}
