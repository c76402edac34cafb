import { TimeZone } from '@meada/contract/primitives';
import type { Hours } from '@meada/contract/routes/inboxes';
import { refused } from '../../kernel/errors.ts';

/** Holds hours against what a form cannot say: a zone that exists, stretches that do not end before they begin. */
export function checkHours(hours: Hours | null | undefined): void {
  if (!hours) return;
  if (!TimeZone.safeParse(hours.timeZone).success) {
    throw refused('This time zone is not known.', 'body.hours.timeZone');
  }
  const backwards = hours.stretches.findIndex((stretch) => stretch.from >= stretch.to);
  if (backwards >= 0) {
    throw refused('A stretch must end after it begins.', `body.hours.stretches.${backwards}`);
  }
}
