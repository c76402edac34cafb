import { lastSeqOf, unreadOf } from '../core/thread.ts';
import type { Context } from './context.ts';

let told: ReturnType<typeof setTimeout> | undefined;
let lastUnread = -1;

/** Everything on the screen counts as read while the panel is open in a tab in front. */
export function markRead(context: Context): void {
  const { store, keep, era } = context;
  const { open, thread, readSeq } = store.get();
  const seq = lastSeqOf(thread.messages);
  if (!open || document.visibilityState !== 'visible' || !thread.conversation || seq <= readSeq) return;
  keep.set('read', `${thread.conversation.id} ${seq}`);
  store.set({ readSeq: seq });
  clearTimeout(told);
  told = setTimeout(() => {
    // Who has been forgotten meanwhile has read nothing, nor has who comes after them.
    if (era === context.era) void context.api.read(seq).catch(() => undefined);
  }, 400);
}

/** Another tab has read further. */
export function adoptRead(context: Context): void {
  const { thread, readSeq } = context.store.get();
  const [conversationId, seq] = (context.keep.get('read') ?? '').split(' ');
  if (conversationId === thread.conversation?.id && Number(seq) > readSeq)
    context.store.set({ readSeq: Number(seq) });
}

/** Paints the badge and tells the page when the number changes. */
export function showUnread(context: Context): void {
  const { open, thread, readSeq } = context.store.get();
  const { texts } = context;
  const unread = unreadOf(thread.messages, readSeq);
  const label = open ? texts.close : unread > 0 ? `${texts.open}, ${texts.unread(unread)}` : texts.open;
  context.bridge.mark({ open, unread, label });
  if (unread !== lastUnread && (unread > 0 || lastUnread > 0)) context.emit('unread', unread);
  lastUnread = unread;
}
