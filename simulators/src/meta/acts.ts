import type { Parts } from './parts.ts';
import { commentWebhook, mentionWebhook, messageBody, messagingWebhook, postWebhook } from './payloads.ts';
import { invalid, type Json } from './rules.ts';
import type { Comment, Direct, File, Person, Post } from './state.ts';

/** What people and the page do, each with the webhooks it causes. */

type Writing = {
  text: string;
  files?: File[];
  choices?: Direct['choices'];
  comment?: string;
  tag?: string;
  replyTo?: string;
};

function store({ state }: Parts, { person, by }: Pick<Direct, 'person' | 'by'>, said: Writing): Direct {
  const prefix = state.config.network === 'facebook' ? 'm_' : 'aWdfZ';
  const direct: Direct = {
    ...{ files: [], choices: [], ...said },
    ...{ id: `${prefix}SIM${state.next()}`, person, by, at: state.config.now() },
    ...{ reactions: new Map(), state: 'sent', deleted: false, edits: 0 },
  };
  state.directs.push(direct);
  state.changed({ person });
  return direct;
}

const tell = (parts: Parts, direct: Pick<Direct, 'person' | 'by' | 'at'>, body: Json): void =>
  parts.hooks.push(messagingWebhook(parts.state, direct, body));

/** The page writes by the API: an echo comes, and soon it is on the person's telephone. */
export function pageWrites(parts: Parts, person: string, said: Writing & { metadata?: string }): Direct {
  const { state, base } = parts;
  const { metadata, ...rest } = said;
  const direct = store(parts, { person, by: 'page' }, rest);
  const more = { is_echo: true, app_id: Number(state.config.appId), ...(metadata ? { metadata } : {}) };
  tell(parts, direct, { message: messageBody(direct, { base: base(), more }) });
  const timer = setTimeout(() => {
    if (direct.state === 'sent') direct.state = 'delivered';
    state.changed({ person });
    if (state.config.network !== 'facebook') return;
    const at = state.config.now();
    tell(parts, { person, by: person, at }, { delivery: { mids: [direct.id], watermark: at } });
  }, state.config.deliveredAfter);
  timer.unref();
  return direct;
}

/** Somebody of the firm answers in the platform's own app. */
export function pageWritesThere(parts: Parts, person: string, text: string): Direct {
  const direct = store(parts, { person, by: 'page' }, { text });
  const more = { is_echo: true, app_id: 26_390_203_743 };
  tell(parts, direct, { message: messageBody(direct, { base: parts.base(), more }) });
  return direct;
}

export function pageReacts({ state }: Parts, person: string, payload: Json): void {
  const direct = state.directs.find((one) => one.id === payload.message_id && one.person === person);
  if (!direct) throw invalid('Invalid message id');
  if (payload.reaction) direct.reactions.set('page', '❤️');
  else direct.reactions.delete('page');
  state.changed({ person });
}

export type Saying = Writing & {
  /** The payload of a quick reply or button that was pressed. */
  payload?: string;
  postback?: boolean;
  /** Answers a story, or mentions the account in one of the person's own. */
  story?: 'reply' | 'mention';
  /** The `ref` of the link or advertisement the person came by. */
  ref?: string;
};

/** A person writes in private. */
export function personWrites(parts: Parts, person: Person, said: Saying): Direct {
  const { payload, postback, story, ref, ...writing } = said;
  const direct = store(parts, { person: person.id, by: person.id }, writing);
  const base = parts.base();
  if (postback) {
    const pressed = { mid: direct.id, title: said.text, payload };
    tell(parts, direct, { postback: pressed });
    return direct;
  }
  const body = messageBody(direct, { base });
  const storyUrl = direct.files[0] ? `${base}/media/${direct.files[0].id}` : `${base}/media/0`;
  if (story === 'mention') body.attachments = [{ type: 'story_mention', payload: { url: storyUrl } }];
  if (story === 'reply') {
    delete body.attachments;
    body.reply_to = { story: { id: '17900000000000001', url: storyUrl } };
  }
  if (payload !== undefined) body.quick_reply = { payload };
  if (ref !== undefined) body.referral = { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' };
  tell(parts, direct, { message: body });
  return direct;
}

/** A person opens a link to the chat: a button press the first time, a referral alone afterwards. */
export function personOpens(parts: Parts, person: Person, ref: string | undefined): void {
  const { state } = parts;
  const at = state.config.now();
  const referral = ref === undefined ? undefined : { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' };
  const isFirst = !state.directs.some((one) => one.person === person.id);
  if (isFirst && state.config.network === 'facebook') {
    const direct = store(parts, { person: person.id, by: person.id }, { text: 'Começar' });
    const pressed = { mid: direct.id, title: 'Começar', payload: 'GET_STARTED' };
    tell(parts, direct, { postback: { ...pressed, ...(referral ? { referral } : {}) } });
  } else if (referral) tell(parts, { person: person.id, by: person.id, at }, { referral });
  else if (isFirst) personWrites(parts, person, { text: 'Oi!' });
}

const own = ({ state }: Parts, person: Person, id: string): Direct => {
  const direct = state.directs.find((one) => one.id === id && one.person === person.id);
  if (!direct) throw new Error('no such message');
  return direct;
};

export function personUnsends(parts: Parts, person: Person, id: string): void {
  const direct = own(parts, person, id);
  direct.deleted = true;
  parts.state.changed({ person: person.id });
  tell(parts, direct, { message: { mid: id, is_deleted: true } });
}

export function personEdits(parts: Parts, person: Person, change: { id: string; text: string }): void {
  const direct = own(parts, person, change.id);
  direct.text = change.text;
  direct.edits += 1;
  parts.state.changed({ person: person.id });
  const edit = { mid: change.id, text: change.text, num_edit: direct.edits };
  tell(parts, { ...direct, at: parts.state.config.now() }, { message_edit: edit });
}

export function personReacts(
  parts: Parts,
  person: Person,
  { id, emoji }: { id: string; emoji: string },
): void {
  const direct = own(parts, person, id);
  if (emoji) direct.reactions.set(person.id, emoji);
  else direct.reactions.delete(person.id);
  parts.state.changed({ person: person.id });
  const said = emoji ? { action: 'react', emoji, reaction: 'other' } : { action: 'unreact' };
  const at = parts.state.config.now();
  tell(parts, { person: person.id, by: person.id, at }, { reaction: { mid: id, ...said } });
}

/** The person opens the chat: everything that has arrived is read. */
export function personReads(parts: Parts, person: Person): void {
  const { state } = parts;
  const unread = state.directs.filter(
    (one) => one.person === person.id && one.by === 'page' && one.state !== 'read',
  );
  const last = unread.at(-1);
  if (!last) return;
  for (const direct of unread) direct.state = 'read';
  state.changed({ person: person.id });
  const at = state.config.now();
  const read = state.config.network === 'facebook' ? { watermark: at } : { mid: last.id };
  tell(parts, { person: person.id, by: person.id, at }, { read });
}

type Commenting = { post: string; parent?: string; text: string; picture?: File | undefined };

function storeComment({ state }: Parts, by: string, said: Commenting): Comment {
  const number = state.next();
  const id = state.config.network === 'facebook' ? `${said.post.split('_')[1]}_${number}` : `179${number}`;
  const comment: Comment = {
    ...{ id, post: said.post, by, at: state.config.now(), text: said.text },
    ...(said.parent ? { parent: said.parent } : {}),
    ...(said.picture ? { picture: said.picture } : {}),
    ...{ hidden: false, likes: new Set(), deleted: false, edited: false, repliedPrivately: false },
  };
  state.comments.push(comment);
  state.changed({});
  return comment;
}

function tellComment(parts: Parts, comment: Comment, verb: string): void {
  const webhook = commentWebhook(parts.state, comment, { base: parts.base(), verb });
  if (webhook) parts.hooks.push(webhook);
}

/** The page answers in public by the API; it is told of its own words, too. */
export function pageComments(parts: Parts, said: Commenting): Comment {
  const comment = storeComment(parts, 'page', said);
  tellComment(parts, comment, 'add');
  return comment;
}

export function personComments(parts: Parts, person: Person, said: Commenting): Comment {
  const comment = storeComment(parts, person.id, said);
  tellComment(parts, comment, 'add');
  return comment;
}

/** The person changes or takes back a comment. */
export function personChangesComment(
  parts: Parts,
  person: Person,
  change: { id: string; text: string | null },
): void {
  const comment = parts.state.comments.find((one) => one.id === change.id && one.by === person.id);
  if (!comment) throw new Error('no such comment');
  if (change.text === null) comment.deleted = true;
  else [comment.text, comment.edited] = [change.text, true];
  parts.state.changed({});
  tellComment(parts, comment, change.text === null ? 'remove' : 'edited');
}

export type Moderation = { hidden: boolean } | { text: string } | 'deleted';

/**
 * The page hides what somebody said, shows it again, takes it away, or changes words of its own: by the API or in the
 * platform's own pages, the webhook is the same.
 */
export function pageModerates(parts: Parts, comment: Comment, what: Moderation): void {
  if (what === 'deleted') comment.deleted = true;
  else if ('hidden' in what) comment.hidden = what.hidden;
  else [comment.text, comment.edited] = [what.text, true];
  parts.state.changed({});
  const verb = what === 'deleted' ? 'remove' : 'text' in what ? 'edited' : what.hidden ? 'hide' : 'unhide';
  tellComment(parts, comment, verb);
}

/** A person names the account in a caption, or in a comment below a post of somebody else; the webhook says only where. */
export function personMentions(
  parts: Parts,
  person: Person,
  { caption, text }: { caption: string; text?: string },
): { post: Post; comment: Comment | undefined } {
  const { state } = parts;
  const post = { id: `178${state.next()}`, by: person.id, at: state.config.now(), text: caption };
  state.posts.push(post);
  const comment = text === undefined ? undefined : storeComment(parts, person.id, { post: post.id, text });
  state.changed({});
  parts.hooks.push(mentionWebhook(state, post.id, comment?.id));
  return { post, comment };
}

/** A visitor writes on the page. */
export function personPosts(parts: Parts, person: Person, text: string): Post {
  const { state } = parts;
  const post = { id: `${state.config.pageId}_${state.next()}`, by: person.id, at: state.config.now(), text };
  state.posts.push(post);
  state.changed({});
  parts.hooks.push(postWebhook(state, post));
  return post;
}
