import type { Context } from './context.ts';

/** The visitor need not be asked who they are any more. */
export function introduce(context: Context): void {
  context.keep.set('known', '1');
  context.store.set({ introduced: true });
}

/** Connects when there is something to hear: an open panel or a conversation. */
export function listen(context: Context): void {
  const { phase, open, thread } = context.store.get();
  if (phase === 'ready' && (open || thread.conversation)) context.live.start();
}
