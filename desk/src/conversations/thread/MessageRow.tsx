import type { Leg, Message } from '@meada/contract/routes/conversations';
import type { CustomerRef } from '@meada/contract/routes/customers';
import {
  IconArrowBackUp,
  IconCheck,
  IconCopy,
  IconDeviceMobile,
  IconEyeOff,
  IconLock,
  IconRobot,
} from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChannelBadge, useChannelName } from '../../ui/ChannelBadge.tsx';
import { Face } from '../../ui/Face.tsx';
import { momentOf, timeOf } from '../../ui/time.ts';
import { Named } from '../mentions/Named.tsx';
import { PublicFacts } from '../public/PublicFacts.tsx';
import { PublicMark } from '../public/PublicMark.tsx';
import { Mark } from '../regroup/Mark.tsx';
import { AmendmentLine } from './AmendmentLine.tsx';
import { Attachments } from './Attachments.tsx';
import { Body } from './Body.tsx';
import { Circumstances } from './Circumstances.tsx';
import { MailMore } from './MailMore.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import { Quote } from './Quote.tsx';
import { SystemLine } from './SystemLine.tsx';
import { Ticks } from './Ticks.tsx';
import classes from './thread.module.css';

type Props = {
  message: Message;
  compact: boolean;
  customer: CustomerRef;
  legs: readonly Leg[];
  onReply?: (messageId: string) => void;
};

/** The customer has the same face here as in the list, whichever of the addresses wrote. */
const faceOf = ({ author }: Message, customer: CustomerRef): string =>
  author.kind === 'customer' && author.name === customer.name ? customer.id : (author.id ?? author.kind);

/** Whose side a message stands on. */
const sideOf = (message: Message): 'in' | 'out' => (message.author.kind === 'customer' ? 'in' : 'out');

function Meta({ message }: { message: Message }) {
  const { t, i18n } = useTranslation('conversations');
  const channel = useChannelName(message.channel);
  const joined = message.joinReason ? ` · ${t(`join.${message.joinReason}`)}` : '';
  return (
    <span className={classes.meta}>
      {message.echo ? <IconDeviceMobile size={13} aria-label={t('message.echo')} /> : null}
      {message.visibility === 'public' ? <PublicMark size={13} /> : null}
      {message.automatic !== 'no' ? (
        <span title={t(`automatic.${message.automatic}`)}>{t('message.automatic')}</span>
      ) : null}
      {message.hiddenAt ? (
        <span className={classes.hiddenMark} title={momentOf(message.hiddenAt, i18n.language)}>
          <IconEyeOff size={13} aria-hidden /> {t('message.hidden')}
        </span>
      ) : null}
      {message.editedAt ? (
        <span title={momentOf(message.editedAt, i18n.language)}>{t('message.edited')}</span>
      ) : null}
      <time
        dateTime={message.at}
        title={`${momentOf(message.at, i18n.language)}${channel ? ` · ${channel}` : ''}${joined}`}
      >
        {timeOf(message.at, i18n.language)}
      </time>
      <span className={classes.via} title={`${channel}${joined}`}>
        <ChannelBadge channel={message.channel} size={13} />
      </span>
      {message.dispatch ? <Ticks message={message} /> : null}
    </span>
  );
}

/** Plain buttons: there are three to every message, and a thread has many. */
function Tools({ message, legs, onReply }: Pick<Props, 'message' | 'legs' | 'onReply'>) {
  const { t } = useTranslation('conversations');
  const [copied, setCopied] = useState(false);
  const text = 'text' in message.content ? (message.content.text ?? '') : '';
  const copy = () =>
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    });
  return (
    <span className={classes.tools}>
      {onReply && message.visibility !== 'internal' ? (
        <button
          type="button"
          title={t('message.reply')}
          aria-label={t('message.reply')}
          onClick={() => onReply(message.id)}
        >
          <IconArrowBackUp size={16} />
        </button>
      ) : null}
      {text ? (
        <button type="button" title={t('message.copy')} aria-label={t('message.copy')} onClick={copy}>
          {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        </button>
      ) : null}
      <MessageMenu message={message} legs={legs} onReply={onReply} onCopy={copy} />
    </span>
  );
}

/** One message: author, what it says, its channel, time and fate. */
export const MessageRow = memo(function MessageRow({ message, compact, customer, legs, onReply }: Props) {
  const { t } = useTranslation('conversations');
  if (message.content.kind === 'system') return <SystemLine message={message} content={message.content} />;
  const side = sideOf(message);
  const internal = message.visibility === 'internal';
  const isPublic = message.visibility === 'public';
  const { author } = message;
  const name = author.name ?? t(`author.${author.kind}`);
  const deleted = message.deletedAt !== null;
  return (
    <article
      className={classes.message}
      data-side={side}
      data-compact={compact || undefined}
      data-internal={internal || undefined}
      data-public={isPublic || undefined}
      id={`message-${message.seq}`}
    >
      <Mark message={message} />
      {compact ? (
        <span className={classes.gap} />
      ) : (
        <Face name={author.kind === 'bot' ? null : author.name} id={faceOf(message, customer)} size={32} />
      )}
      <div className={classes.column}>
        {compact ? null : (
          <span className={classes.author}>
            {author.kind === 'bot' ? <IconRobot size={14} aria-hidden /> : null}
            {name}
            {isPublic ? <PublicMark label /> : null}
            {internal ? (
              <span className={classes.internal}>
                <IconLock size={12} aria-hidden /> {t('message.internal')}
              </span>
            ) : null}
          </span>
        )}
        <div className={classes.bubbleLine}>
          <div
            className={classes.bubble}
            data-deleted={deleted || undefined}
            data-hidden={message.hiddenAt !== null || undefined}
          >
            {compact ? <span className="visually-hidden">{name}</span> : null}
            {message.replyTo ? <Quote quote={message.replyTo} /> : null}
            {deleted ? (
              <em className={classes.deleted}>{t('message.deleted')}</em>
            ) : (
              <>
                <Attachments list={message.attachments} />
                {message.mentions && message.content.kind === 'text' ? (
                  <Named text={message.content.text} mentions={message.mentions} />
                ) : (
                  <Body content={message.content} />
                )}
                <PublicFacts message={message} />
                <Circumstances facts={message.facts} />
                {message.hasHtml || message.hasMore ? <MailMore message={message} /> : null}
              </>
            )}
            <Meta message={message} />
          </div>
          <Tools message={message} legs={legs} onReply={onReply} />
        </div>
        {message.reactions.length > 0 ? (
          <span className={classes.reactions}>
            {message.reactions.map((reaction) => (
              <span
                key={`${reaction.personId ?? reaction.by} ${reaction.emoji}`}
                title={reaction.by}
                data-ours={reaction.personId !== null || undefined}
              >
                {reaction.emoji}
              </span>
            ))}
          </span>
        ) : null}
        {message.amendment ? <AmendmentLine amendment={message.amendment} /> : null}
      </div>
    </article>
  );
});
