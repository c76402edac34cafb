import type { ServerFrame } from '@meada/contract/frames';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, usePeople } from '../../api/queries.ts';
import { onFrame } from '../../live/provider.tsx';
import { chime } from '../../shell/alerts.ts';
import { preferences } from '../../shell/preferences.ts';
import { sayWith } from '../../ui/toast.ts';
import { type News, wordsFor } from './words.ts';

/** Says how a hand-over ended to the one who did not end it. */
export function useHandOverWords(): void {
  const { t } = useTranslation('handover');
  const navigate = useNavigate();
  const people = usePeople();
  const known = useRef(people);
  known.current = people;
  const { personId } = useMe();
  useEffect(
    () =>
      onFrame((frame: ServerFrame) => {
        if (frame.t !== 'event' || frame.name !== 'hand_over') return;
        const news = frame.data as News;
        const key = wordsFor(news, personId);
        if (!key) return;
        const { conversationId, fromId, toId, words } = news;
        const other = personId === fromId ? toId : fromId;
        const name = known.current.find(({ id }) => id === other)?.name ?? '';
        if (preferences.get().alerts && key !== 'accepted') chime();
        const open = () =>
          void navigate({ to: '/conversations/$conversationId', params: { conversationId } });
        void sayWith(t(`told.${key}`, { name, words }), { label: t('told.open'), act: open });
      }),
    [navigate, personId, t],
  );
}
