import { Button } from '@mantine/core';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../../api/queries.ts';
import { Section } from '../kit/Section.tsx';
import { History } from './History.tsx';
import { announcementsQuery } from './queries.ts';

const AnnounceDialog = lazy(() =>
  import('./AnnounceDialog.tsx').then((file) => ({ default: file.AnnounceDialog })),
);

/** Telling customers of this inbox, and how that went. */
export function Announce({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('firm');
  const [open, setOpen] = useState(false);
  const { data = [] } = useQuery({ ...announcementsQuery(inbox.id), enabled: inbox.active });
  const side = useChannel(inbox.channel)?.capabilities.public;
  // Where all is said in public there is nobody to be invited to: a review or a complaint is not asked for like a chat.
  if (!inbox.active || (side && side.privateReplyHours === undefined)) return null;
  const running = data.some((one) => one.state === 'running');
  return (
    <Section
      title={t('tell.tell')}
      text={t('tell.intro', { inbox: inbox.name })}
      actions={
        <Button
          variant="light"
          leftSection={<IconSpeakerphone size={18} />}
          disabled={running}
          onClick={() => setOpen(true)}
        >
          {t('tell.tell')}
        </Button>
      }
    >
      {data.length > 0 ? <History list={data} /> : null}
      <Suspense fallback={null}>
        {open ? <AnnounceDialog inbox={inbox} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </Section>
  );
}
