/**
 * What frames told lately. An answer is as things stood when it was given, and may come after frames that tell what
 * happened since: then they know better. (Socket and requests are different lines: nothing keeps their order.)
 */

type Kept = { value: { id: string }; nth: number };
/** Far more than happens while one answer is on its way. */
const atMost = 500;
const told = new Map<string, Kept>();
let nth = 0;

/** A place among the frames; taken before something is asked for. */
export const moment = (): number => nth;

/** A frame tells how a message or a conversation stands. */
export function noteTold(value: { id: string }): void {
  nth += 1;
  told.delete(value.id);
  told.set(value.id, { value, nth });
  const [oldest] = told.keys();
  if (told.size > atMost && oldest !== undefined) told.delete(oldest);
}

/** What was answered, or what a frame told of it since it was asked for. */
export function newest<T extends { id: string }>(answer: T, since: number): T {
  const kept = told.get(answer.id);
  return kept && kept.nth > since ? (kept.value as T) : answer;
}
