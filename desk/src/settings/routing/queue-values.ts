import type { QueueSettings } from '@meada/contract/routing';

/** What the form of a queue holds. */
export type QueueValues = {
  name: string;
  teamId: string | null;
  isDefault: boolean;
  inboxIds: string[];
  hoursId: string | null;
  afterHoursId: string | null;
  awayMessage: string;
  settings: QueueSettings;
};
