import { dropUnsent, nextWaiting, putUnsent, readOutbox, type Unsent, verdictOf } from '../core/outbox.ts';
import { pauseBefore } from '../core/schedule.ts';
import { ApiError, type Contact } from '../net/api.ts';
import type { Context } from './context.ts';
import { introduce, listen } from './visit.ts';

let attempt = 0;
let again: ReturnType<typeof setTimeout> | undefined;
let sending = false;

/** Random UUID (v4); `randomUUID` itself exists only on https pages. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Puts a message in the outbox: from here on it survives reload and loss of the network. */
export function write(context: Context, said: Pick<Unsent, 'text' | 'files' | 'replyTo' | 'pressed'>): void {
  const page = location.href.split('#')[0]?.slice(0, 2000);
  putUnsent(context.keep, { ...said, clientId: newId(), at: Date.now(), page, state: 'waiting' });
  refresh(context);
  attempt = 0;
  void flush(context);
}

/** Reads the outbox again: another tab may have written or sent. */
export const refresh = (context: Context): void =>
  context.store.set({ outbox: readOutbox(context.keep, Date.now()) });

/** Tries a refused message once more. */
export function sendAgain(context: Context, entry: Unsent): void {
  putUnsent(context.keep, { ...entry, state: 'waiting', code: undefined });
  refresh(context);
  void flush(context);
}

export function discard(context: Context, entry: Unsent): void {
  dropUnsent(context.keep, entry.clientId);
  refresh(context);
}

/** Keeps what the visitor says about themselves until the server has it. */
export function leaveContact(context: Context, contact: Contact): void {
  context.keep.set('contact', JSON.stringify(contact));
  introduce(context);
  void flush(context);
}

/** Sends everything waiting, in order; only one tab at a time where the browser has locks. */
export async function flush(context: Context): Promise<void> {
  clearTimeout(again);
  if (sending || context.store.get().phase !== 'ready') return;
  sending = true;
  const name = `meada:${context.bridge.inboxKey}:send`;
  const outcome = await (navigator.locks?.request(name, () => drain(context)) ?? drain(context));
  sending = false;
  if (outcome === 'empty') attempt = 0;
  else if (outcome === 'renew')
    again = setTimeout(() => context.renew(), pauseBefore(attempt++, Math.random()));
  else again = setTimeout(() => flush(context), Math.max(outcome, pauseBefore(attempt++, Math.random())));
}

/** Returns `empty`, `renew` (the token is not good any more) or the pause the server asked for (ms). */
async function drain(context: Context): Promise<'empty' | 'renew' | number> {
  try {
    await sendContact(context);
    for (;;) {
      const entry = nextWaiting(readOutbox(context.keep, Date.now()));
      if (!entry) return 'empty';
      await sendOne(context, entry);
      listen(context);
    }
  } catch (error) {
    const { status, retryAfter } = error instanceof ApiError ? error : new ApiError(0, 'internal');
    return verdictOf(status) === 'renew' ? 'renew' : retryAfter * 1000;
  }
}

async function sendOne(context: Context, entry: Unsent): Promise<void> {
  const { api, keep } = context;
  const { clientId, text, files, replyTo, pressed, page } = entry;
  let after: Pick<Unsent, 'state' | 'code'> = { state: 'accepted' };
  try {
    await api.send({
      clientId,
      text,
      attachmentIds: files.map((file) => file.id),
      ...(replyTo && { replyToSeq: replyTo.seq }),
      ...(pressed && { pressed }),
      ...(page && { page }),
    });
  } catch (error) {
    if (!(error instanceof ApiError) || verdictOf(error.status) !== 'refused') throw error;
    after = { state: 'refused', code: error.code };
  }
  const arrived = context.store.get().thread.messages.some((message) => message.clientId === clientId);
  if (arrived) dropUnsent(keep, clientId);
  else putUnsent(keep, { ...entry, ...after });
  refresh(context);
}

async function sendContact({ api, keep }: Context): Promise<void> {
  const contact = keep.get('contact');
  if (!contact) return;
  try {
    await api.contact(JSON.parse(contact) as Contact);
  } catch (error) {
    if (error instanceof ApiError && verdictOf(error.status) !== 'refused') throw error;
  }
  keep.set('contact', null);
}
