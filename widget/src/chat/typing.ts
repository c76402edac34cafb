import type { Context } from './context.ts';

let saidAt = 0;
let quiet: ReturnType<typeof setTimeout> | undefined;

/** Tells the firm that the visitor writes: at most every 3 s, and that they stopped after 5 s without a key. */
export function sayTyping(context: Context, on: boolean): void {
  clearTimeout(quiet);
  if (!on) {
    if (saidAt > 0) context.live.send({ t: 'typing', on: false });
    saidAt = 0;
    return;
  }
  if (Date.now() - saidAt > 3000) {
    saidAt = Date.now();
    context.live.send({ t: 'typing', on: true });
  }
  quiet = setTimeout(() => sayTyping(context, false), 5000);
}
