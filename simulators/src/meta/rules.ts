import { type Comment, lastWritten, type State } from './state.ts';

/** What the Graph API refuses, with its codes. */

export class GraphError extends Error {
  readonly status: number;
  readonly code: number;
  readonly subcode: number | undefined;
  readonly retryAfter: number | undefined;
  constructor(
    said: { status?: number; code: number; subcode?: number; retryAfter?: number },
    message: string,
  ) {
    super(message);
    this.status = said.status ?? 400;
    this.code = said.code;
    this.subcode = said.subcode;
    this.retryAfter = said.retryAfter;
  }
  body() {
    const type = this.code === 190 ? 'OAuthException' : 'GraphMethodException';
    const subcode = this.subcode === undefined ? {} : { error_subcode: this.subcode };
    return { error: { message: this.message, type, code: this.code, ...subcode, fbtrace_id: 'SIM' } };
  }
}

export type Json = Record<string, unknown>;
export const inner = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const word = (value: unknown): string => (typeof value === 'string' ? value : '');

const hour = 3_600_000;
const outside = () =>
  new GraphError({ code: 10, subcode: 2018278 }, '(#10) This message is sent outside of allowed window.');
export const invalid = (message: string) => new GraphError({ code: 100 }, `(#100) ${message}`);
export const missing = () =>
  new GraphError(
    { code: 100, subcode: 33 },
    'Unsupported request. Object does not exist, cannot be loaded due to missing permissions',
  );

/** A comment that is there and not the page's own. */
export function commentOf(state: State, id: string): Comment {
  const comment = state.comments.find((one) => one.id === id && !one.deleted);
  if (!comment) throw missing();
  return comment;
}

/** Whom a request may go to now, and as an answer to which comment. */
export function recipientOf(state: State, body: Json): { person: string; comment?: Comment } {
  const to = inner(body.recipient);
  const commentId = word(to.comment_id);
  if (commentId) {
    const comment = commentOf(state, commentId);
    if (comment.by === 'page') throw invalid('A page cannot reply to itself');
    if (comment.repliedPrivately)
      throw new GraphError({ code: 10900 }, '(#10900) Activity already replied to');
    if (state.config.now() - comment.at >= 7 * 24 * hour) throw outside();
    return { person: comment.by, comment };
  }
  const person = state.people.get(word(to.id));
  if (!person) throw new GraphError({ code: 100, subcode: 2018001 }, '(#100) No matching user found');
  if (person.blocked)
    throw new GraphError({ code: 551, subcode: 1545041 }, "(#551) This person isn't available right now.");
  checkWindow(state, body, person.id);
  return { person: person.id };
}

function checkWindow(state: State, body: Json, person: string): void {
  if (body.sender_action) return;
  const last = lastWritten(state, person);
  const age = last === null ? Number.POSITIVE_INFINITY : state.config.now() - last;
  if (body.messaging_type === 'MESSAGE_TAG') {
    if (body.tag !== 'HUMAN_AGENT') throw invalid('Param tag must be one of {HUMAN_AGENT}');
    if (!state.config.humanAgent)
      throw new GraphError({ code: 200 }, '(#200) The app lacks the Human Agent permission');
    if (age >= 7 * 24 * hour) throw outside();
  } else if (age >= 24 * hour) throw outside();
}

type Said = { text: string; fileId?: string; choices: { id: string; title: string; url?: string }[] };

/** The message object of a request, checked; throws what the platform answers. */
export function messageOf(state: State, message: Json): Said {
  const { network } = state.config;
  const text = word(message.text);
  const attachment = inner(message.attachment);
  if (!text && !message.attachment) throw invalid('Param message must be non-empty');
  const tooLong = network === 'facebook' ? text.length > 2000 : Buffer.byteLength(text) > 1000;
  if (tooLong) throw invalid('Length of param message[text] must be less than or equal to the limit');
  const replies = Array.isArray(message.quick_replies) ? message.quick_replies.map(inner) : [];
  if (replies.length > 13) throw invalid('Too many quick replies');
  const quick = replies.map((one) => ({ id: word(one.payload), title: word(one.title) }));
  if (!message.attachment) return { text, choices: checked(quick) };
  const payload = inner(attachment.payload);
  if (attachment.type === 'template') return templateOf(payload);
  const fileId = word(payload.attachment_id);
  if (!state.files.has(fileId)) throw invalid('Invalid attachment id');
  return { text: '', fileId, choices: checked(quick) };
}

function templateOf(payload: Json): Said {
  const buttons = Array.isArray(payload.buttons) ? payload.buttons.map(inner) : [];
  const text = word(payload.text);
  if (payload.template_type !== 'button' || buttons.length === 0 || buttons.length > 3 || text.length > 640)
    throw invalid('Invalid template');
  const choices = buttons.map((one) => {
    const url = word(one.url);
    return { id: word(one.payload), title: word(one.title), ...(url ? { url } : {}) };
  });
  return { text, choices: checked(choices) };
}

function checked<T extends { title: string }>(choices: T[]): T[] {
  if (choices.some(({ title }) => title === '' || title.length > 20)) throw invalid('Title too long');
  return choices;
}
