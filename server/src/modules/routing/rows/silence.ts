import type { ItemRow } from './item.ts';
import { type QueueRow, settingsOf } from './queue.ts';

/** How long a customer may say nothing while the contact takes the agent's place (ms); null: for ever. */
export function queueSilence(queue: Pick<QueueRow, 'settings'>): number | null {
  const { silentSeconds } = settingsOf(queue);
  return silentSeconds === null ? null : silentSeconds * 1000;
}

/** When a contact no longer takes the agent's place (ms of the epoch); null: not as it stands now. */
export const silentAt = (item: ItemRow, silenceMs: number | null): number | null =>
  silenceMs === null || item.silent_from === null ? null : item.silent_from.getTime() + silenceMs;
