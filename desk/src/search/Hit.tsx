import type { SearchHit } from '@meada/contract/routes/search';
import { IconLock, IconPaperclip, IconRobot } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ChannelBadge } from '../ui/ChannelBadge.tsx';
import { Face } from '../ui/Face.tsx';
import { momentOf, stampOf, useNow } from '../ui/time.ts';
import { Snippet } from './Snippet.tsx';
import classes from './search.module.css';

/** One message that was found: whose matter it is, who said it when, and the words. */
export function Hit({ hit }: { hit: SearchHit }) {
  const { t, i18n } = useTranslation('search');
  const now = useNow();
  const { conversation } = hit;
  const { customer } = conversation;
  const name = customer.name ?? customer.display;
  const author = hit.authorName ?? t(`conversations:author.${hit.authorKind}`);
  return (
    <Link
      to="/conversations/$conversationId"
      params={{ conversationId: conversation.id }}
      hash={`message-${hit.seq}`}
      className={classes.hit}
      data-hit
    >
      <Face name={customer.name} id={customer.id} url={customer.avatarUrl} size={38} />
      <span className={classes.what}>
        <span className={classes.head}>
          <span className={classes.name} title={name}>
            {name}
          </span>
          <ChannelBadge channel={hit.channel} size={15} />
          <span className={classes.matter} title={conversation.subject ?? undefined}>
            {[conversation.protocol, conversation.subject].filter(Boolean).join(' · ')}
          </span>
          <time dateTime={hit.at} title={momentOf(hit.at, i18n.language)} className={classes.when}>
            {stampOf(hit.at, now, i18n.language)}
          </time>
        </span>
        <span className={classes.said}>
          {hit.visibility === 'internal' ? (
            <IconLock size={13} role="img" aria-label={t('note')} className={classes.note} />
          ) : null}
          {hit.authorKind === 'bot' ? <IconRobot size={14} aria-hidden /> : null}
          {hit.authorKind === 'customer' && author === name ? null : (
            <span className={classes.author}>{author}: </span>
          )}
          {hit.files > 0 ? <IconPaperclip size={13} role="img" aria-label={t('hasFiles')} /> : null}
          <Snippet parts={hit.snippet} />
        </span>
      </span>
    </Link>
  );
}
