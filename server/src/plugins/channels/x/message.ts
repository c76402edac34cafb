import type { Inbound, InboundAttachment, InboundMessage } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import { accountAddress, directKey, directThread, postKey } from './ids.ts';
import type { Author, File, Post } from './post.ts';
import type { Account, Handle } from './settings.ts';

const types = { image: 'image/jpeg', video: 'video/mp4' } as const;
const locales = new Map<string | undefined, Locale>([
  ['pt', 'pt-BR'],
  ['en', 'en'],
  ['es', 'es'],
]);

/** Files to be fetched; `owner` is the account of ours that may see them. */
function attachmentsOf(files: File[], owner: Handle | undefined): InboundAttachment[] {
  return files.map((file, index) => {
    const type = /\.png(\?|$)/.test(file.url) ? 'image/png' : types[file.kind];
    return {
      kind: file.kind,
      name: `${file.kind}-${index + 1}.${type.split('/')[1]}`,
      type,
      ref: `${owner?.id ?? ''} ${file.url}`,
      ...(file.seconds !== undefined && { seconds: file.seconds }),
    };
  });
}

/** Words and files as the content they make. */
function contentOf(text: string, files: File[]): Content {
  const [first] = files;
  if (first) return { v: 1, kind: 'media', media: first.kind, ...(text && { text }) };
  return text ? { v: 1, kind: 'text', text } : { v: 1, kind: 'unsupported', type: 'empty' };
}

/** Which of our accounts a post speaks to: mentioned, or answered. */
const addressed = (post: Post, { handles }: Account): Handle[] =>
  handles.filter(
    (one) => post.repliesToUser === one.id || post.mentions.some((other) => other.id === one.id),
  );

/**
 * A post that mentions or answers us, as a public message. The @names at the head of a reply stay: they are part of what
 * everybody reads, and say which account was meant.
 */
export function publicMessage(post: Post, account: Account, fetched = false): Inbound[] {
  const own = account.handles.find((handle) => handle.id === post.author.id);
  if (post.isRepost) return [{ kind: 'ignored', reason: 'a repost says nothing new' }];
  if (own) return ownPost(post, account, fetched);
  const meant = addressed(post, account);
  const { author } = post;
  const url = `https://x.com/${author.username ?? 'i/web'}/status/${post.id}`;
  const answersUs = account.handles.some((handle) => handle.id === post.repliesToUser);
  const message: InboundMessage = {
    ...said(post),
    from: accountAddress(author.id, author.username),
    proof: 'platform',
    public: {
      kind: answersUs ? 'comment' : 'mention',
      url,
      ...(author.followers !== undefined && { reach: author.followers }),
    },
    facts: {
      ...(meant.length > 0 && { handle: meant.map((one) => `@${one.username}`).join(', ') }),
      ...(author.name && { name: author.name }),
      ...(post.quotes && { quotes: true }),
    },
  };
  const edited = post.firstId !== post.id;
  const { externalId, at, content } = message;
  // What was seen before is a double and only its words change; what was not is stored as it is now.
  return edited ? [message, { kind: 'edit', externalId, at, content }] : [message];
}

/** What posts of customers and of our own have in common. */
function said(
  post: Post,
): Pick<InboundMessage, 'kind' | 'externalId' | 'at' | 'content'> & Partial<InboundMessage> {
  const url = `https://x.com/i/web/status/${post.conversation}`;
  const locale = locales.get(post.language);
  return {
    kind: 'message',
    externalId: postKey(post.firstId),
    at: post.at,
    content: contentOf(post.text, post.files),
    outsideThread: { kind: 'post', key: post.conversation, url },
    ...(post.repliesTo && { replyTo: [postKey(post.repliesTo)] }),
    ...(post.files.length > 0 && { attachments: attachmentsOf(post.files, undefined) }),
    ...(locale && { locale }),
  };
}

/** An answer the firm wrote on the platform itself; what is no answer to somebody else is no conversation. */
function ownPost(post: Post, account: Account, fetched: boolean): Inbound[] {
  // What is fetched is a minute old: what was sent from here is known by its number.
  const reason = fetched ? undefined : ownReason(post.app, account);
  if (reason) return [{ kind: 'ignored', reason }];
  const to = post.mentions.find((one) => one.id === post.repliesToUser);
  if (!post.repliesTo || !post.repliesToUser || account.handles.some((one) => one.id === post.repliesToUser))
    return [{ kind: 'ignored', reason: 'a post of our own that answers nobody' }];
  const from = accountAddress(post.author.id, post.author.username);
  return [
    {
      ...said(post),
      from,
      to: accountAddress(post.repliesToUser, to?.username),
      proof: 'platform',
      echo: true,
      public: { kind: 'comment' },
      facts: { handle: `@${post.author.username ?? post.author.id}` },
    },
  ];
}

/** Why something of our own is left alone: it was sent from here, or nobody can tell. */
export function ownReason(app: string | undefined, { appName }: Account): string | undefined {
  if (!appName) return 'our own, and without the name of the app nobody knows whether sent from here';
  return app === undefined || app === appName ? 'our own, sent from here' : undefined;
}

/** A direct message in either form. */
export type Direct = {
  id: string;
  at: string;
  text: string;
  files: File[];
  sender: Author;
  /** The other side of a message that is ours. */
  recipient: Author;
};

/** A direct message to or from one of our accounts, as a private message of the other side. */
export function directMessage(direct: Direct, handle: Handle): Inbound[] {
  const isOurs = direct.sender.id === handle.id;
  const name = isOurs ? undefined : direct.sender.name;
  return [
    {
      kind: 'message',
      externalId: directKey(direct.id),
      at: direct.at,
      from: accountAddress(direct.sender.id, direct.sender.username),
      proof: 'platform',
      content: contentOf(direct.text, direct.files),
      outsideThread: directThread(handle),
      ...(isOurs && { echo: true, to: accountAddress(direct.recipient.id, direct.recipient.username) }),
      ...(direct.files.length > 0 && { attachments: attachmentsOf(direct.files, handle) }),
      facts: { handle: `@${handle.username}`, ...(name && { name }) },
    },
  ];
}
