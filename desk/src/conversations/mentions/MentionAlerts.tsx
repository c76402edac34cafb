import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../../api/queries.ts';
import { onFrame } from '../../live/provider.tsx';
import { chime, notify } from '../../shell/alerts.ts';
import { preferences } from '../../shell/preferences.ts';
import { sayWith } from '../../ui/toast.ts';
import { newMentionsQuery } from './queries.ts';

/** Rings when a colleague names the reader, or lets them follow a conversation. */
export function MentionAlerts() {
  const { t } = useTranslation('colleagues');
  const navigate = useNavigate();
  const client = useQueryClient();
  const people = usePeople();
  useEffect(() => {
    const tell = (words: string, conversationId: string, hash?: string) => {
      const open = () =>
        void navigate({ to: '/conversations/$conversationId', params: { conversationId }, hash });
      if (document.visibilityState === 'visible') {
        if (preferences.get().alerts) chime();
        void sayWith(words, { label: t('open'), act: open });
      } else if (preferences.get().alerts) notify(conversationId, { title: t('title'), body: words }, open);
    };
    const ring = async (messageId: string, conversationId: string) => {
      const { items } = await client.fetchQuery({ ...newMentionsQuery, staleTime: 0 });
      const item = items.find((one) => one.messageId === messageId);
      if (!item || location.pathname === `/conversations/${conversationId}`) return;
      const customer = item.customer.name ?? item.customer.display;
      tell(
        t('named', { by: item.by.name ?? t('somebody'), customer }),
        conversationId,
        `message-${item.seq}`,
      );
    };
    return onFrame((frame) => {
      if (frame.t !== 'event') return;
      if (frame.name === 'mention') {
        const { rings, messageId, conversationId } = frame.data;
        if (rings && messageId && conversationId) ring(messageId, conversationId).catch(() => {});
      }
      if (frame.name === 'followed') {
        const by = people.find(({ id }) => id === frame.data.by)?.name ?? t('somebody');
        tell(t('letIn', { by }), frame.data.conversationId);
      }
    }, 'mentions');
  }, [client, navigate, people, t]);
  return null;
}
