/** By what the report is told besides the whole: the column, and the table whose names it has. */
export const groups = {
  agreements: ['agreement_id', 'agreements'],
  queues: ['queue_id', 'queues'],
  channels: ['channel', null],
  priorities: ['priority', null],
  people: ['person_id', 'members'],
  teams: ['team_id', 'teams'],
  inboxes: ['inbox_id', 'inboxes'],
  days: ['day', null],
} as const;
export type ReportGroup = keyof typeof groups;
export const reportGroups = Object.keys(groups) as ReportGroup[];
