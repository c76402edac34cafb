import type { SearchHit } from '@meada/contract/routes/search';
import { IconLock, IconPaperclip, IconRobot } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ChannelBadge } from '../ui/ChannelBadge.tsx';
import { HitLine } from './HitLine.tsx';
import { Snippet } from './Snippet.tsx';
import classes from './search.module.css';

/** One message that was found: whose matter it is, who said it when, and the words. */
export function Hit({ hit }: { hit: SearchHit }) {
  const { t } = useTranslation('search');
  const { conversation } = hit;
  const { customer } = conversation;
  const name = customer.name ?? customer.display;
  const author = hit.authorName ?? t(`conversations:author.${hit.authorKind}`);
  return (
    <HitLine
      place={{
        to: '/conversations/$conversationId',
        params: { conversationId: conversation.id },
        hash: `message-${hit.seq}`,
      }}
      customer={customer}
      sign={<ChannelBadge channel={hit.channel} size={15} />}
      where={
        <span className={classes.matter} title={conversation.subject ?? undefined}>
          {[conversation.protocol, conversation.subject].filter(Boolean).join(' · ')}
        </span>
      }
      at={hit.at}
    >
      {hit.visibility === 'internal' ? (
        <IconLock size={13} role="img" aria-label={t('note')} className={classes.note} />
      ) : null}
      {hit.authorKind === 'bot' ? <IconRobot size={14} aria-hidden /> : null}
      {hit.authorKind === 'customer' && author === name ? null : (
        <span className={classes.author}>{author}: </span>
      )}
      {hit.files > 0 ? <IconPaperclip size={13} role="img" aria-label={t('hasFiles')} /> : null}
      <Snippet parts={hit.snippet} />
    </HitLine>
  );
}
