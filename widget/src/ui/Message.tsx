import type { ChatMessage } from '@meada/contract/routes/chat';
import { discard, sendAgain } from '../chat/sender.ts';
import type { Unsent } from '../core/outbox.ts';
import { errorText, systemText } from '../core/texts.ts';
import { clockOf } from '../core/time.ts';
import { Contents, Words } from './contents.tsx';
import { Files } from './Files.tsx';
import { Icon } from './Icon.tsx';
import { useChat, useChatState } from './use.ts';

/** Words that stand for a message in a quote. */
function quoteOf(message: ChatMessage): string {
  const { content, attachments } = message;
  const text = 'text' in content && content.text ? content.text : '';
  return (text || attachments[0]?.name || '…').replace(/\s+/g, ' ').slice(0, 140);
}

function Quote({ seq, text }: { seq: number; text: string }) {
  const jump = (button: HTMLElement) => {
    const root = button.getRootNode() as ShadowRoot;
    root.getElementById(`m${seq}`)?.scrollIntoView({ block: 'center' });
  };
  return (
    <button type="button" class="quote" onClick={(event) => jump(event.currentTarget)}>
      {text || '…'}
    </button>
  );
}

export function MessageRow({ message, first }: { message: ChatMessage; first: boolean }) {
  const { texts } = useChat();
  const { content, author, attachments, deletedAt } = message;
  if (content.kind === 'system') {
    const text = systemText(texts, content.code);
    return text ? <p class="divider">{text}</p> : null;
  }
  const self = author.self;
  return (
    <article id={`m${message.seq}`} class={`row ${self ? 'mine' : 'theirs'} ${first ? 'first' : ''}`}>
      <Byline message={message} first={first} />
      <div class="line">
        <div class="bubble">
          {message.replyTo && <Quote {...message.replyTo} />}
          {deletedAt ? (
            <p class="words muted">{texts.deleted}</p>
          ) : (
            <>
              <Files files={attachments} />
              <Contents message={message} />
            </>
          )}
          <Stamp message={message} />
        </div>
        {!deletedAt && <ReplyButton message={message} />}
      </div>
      {message.reactions.length > 0 && (
        <p class="reactions" role="img" aria-label={`${texts.reactions}: ${message.reactions.join(' ')}`}>
          {message.reactions.join(' ')}
        </p>
      )}
    </article>
  );
}

function Byline({ message, first }: { message: ChatMessage; first: boolean }) {
  const { texts } = useChat();
  const { config } = useChatState();
  const { author, channel } = message;
  const name = author.self ? texts.you : author.name || config?.name || '';
  const other = channel ? (config?.channelNames?.[channel] ?? targetName(config, channel)) : undefined;
  const via = other ? texts.via(other) : '';
  if (author.self && !via) return <span class="hidden">{texts.you}: </span>;
  return (
    <p class={first ? 'byline' : 'hidden'}>
      {name}
      {author.kind === 'bot' && <span class="badge">{texts.bot}</span>}
      {via && <span class="badge">{via}</span>}
    </p>
  );
}

type Config = ReturnType<typeof useChatState>['config'];
const targetName = (config: Config, channel: string) =>
  config?.switchTargets.find((target) => target.channel === channel)?.name;

function ReplyButton({ message }: { message: ChatMessage }) {
  const { texts, store } = useChat();
  return (
    <button
      type="button"
      class="ghost reply"
      aria-label={`${texts.reply}: ${quoteOf(message).slice(0, 60)}`}
      onClick={(event) => {
        store.set({ replyTo: { seq: message.seq, text: quoteOf(message) } });
        const root = event.currentTarget.getRootNode() as ShadowRoot;
        root.querySelector('textarea')?.focus();
      }}
    >
      <Icon name="reply" />
    </button>
  );
}

function Stamp({ message }: { message: ChatMessage }) {
  const { texts, locale } = useChat();
  const { thread } = useChatState();
  const read = (thread.conversation?.firmReadSeq ?? 0) >= message.seq;
  return (
    <p class="stamp">
      {message.editedAt && <span>{texts.edited} </span>}
      <time dateTime={message.at}>{clockOf(message.at, locale)}</time>
      {message.author.self && (
        <span class={read ? 'tick seen' : 'tick'}>
          <Icon name={read ? 'checks' : 'check'} />
          <span class="hidden">{read ? texts.read : texts.accepted}</span>
        </span>
      )}
    </p>
  );
}

/** A message on its way: looks like what it will be, with its fate beside it. */
export function UnsentRow({ entry, first }: { entry: Unsent; first: boolean }) {
  const context = useChat();
  const { texts, locale } = context;
  const refused = entry.state === 'refused';
  const fate = entry.state === 'waiting' ? texts.waiting : refused ? texts.refused : texts.accepted;
  const icon = entry.state === 'waiting' ? 'clock' : refused ? 'warn' : 'check';
  return (
    <article class={`row mine ${first ? 'first' : ''} ${refused ? 'refused' : ''}`}>
      <span class="hidden">{texts.you}: </span>
      <div class="line">
        <div class="bubble">
          {entry.replyTo && !entry.pressed && <Quote {...entry.replyTo} />}
          <Files files={entry.files} />
          <Words text={entry.text} />
          <p class="stamp">
            <time dateTime={new Date(entry.at).toISOString()}>{clockOf(entry.at, locale)}</time>
            <span class="tick">
              <Icon name={icon} />
              <span class="hidden">{fate}</span>
            </span>
          </p>
        </div>
      </div>
      {refused && (
        <p class="fate" role="alert">
          {errorText(texts, entry.code, texts.refused)}
          <button type="button" class="link" onClick={() => sendAgain(context, entry)}>
            {texts.retry}
          </button>
          <button type="button" class="link" onClick={() => discard(context, entry)}>
            {texts.remove}
          </button>
        </p>
      )}
    </article>
  );
}
