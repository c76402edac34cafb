import type { RawRequest } from '../../../modules/inboxes/port.ts';
import { line, obj } from './read.ts';

/**
 * A webhook may be answered with a call (Bot API, "Making requests when getting updates"): a pressed button is
 * answered in the same breath, without a request of our own. Null: an empty answer.
 */
export function acknowledge(request: RawRequest): { type: string; body: string } | null {
  let update: unknown;
  try {
    update = JSON.parse(new TextDecoder().decode(request.body));
  } catch {
    return null;
  }
  const id = line(obj(obj(update)?.callback_query)?.id, 128);
  if (!id) return null;
  return {
    type: 'application/json',
    body: JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: id }),
  };
}
