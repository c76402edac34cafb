import type { ListView, StatusCategory } from '@meada/contract/routes/conversations';

/** What a conversation list is asked for. */
export type ListFilters = {
  view: ListView;
  status?: StatusCategory;
  statusId?: string;
  inboxId?: string;
  teamId?: string;
  assigneeId?: string;
  labelId?: string;
  customerId?: string;
  side?: 'public' | 'private';
  rating?: 'good' | 'neutral' | 'bad' | 'any';
  query?: string;
};

/** Every query key of the desk, in one place, so that frames and screens mean the same cache. */
export const keys = {
  me: ['me'],
  lists: ['conversations'],
  list: (filters: ListFilters) => ['conversations', filters],
  counts: ['counts'],
  duties: ['duties'],
  callbacks: ['callbacks'],
  health: ['health'],
  announcements: ['announcements'],
  conversation: (id: string) => ['conversation', id],
  messages: (id: string) => ['messages', id],
  customers: ['customers'],
  customerList: (query: string) => ['customers', query],
  customer: (id: string) => ['customer', id],
  duplicates: ['duplicates'],
  openDuplicates: ['duplicates', 'open', 'count'],
  duplicateSettings: ['duplicate settings'],
  timeline: (id: string) => ['timeline', id],
  channels: ['channels'],
  inboxRefs: ['inboxes', 'refs'],
  inboxes: ['inboxes'],
  templates: (inboxId: string) => ['inboxes', 'templates', inboxId],
  brands: ['brands'],
  people: ['people'],
  teams: ['teams'],
  labels: ['labels'],
  statuses: ['statuses'],
  canned: ['canned'],
  macros: ['macros'],
  settings: ['settings'],
  deals: ['deals'],
  recoveries: ['recoveries'],
  segments: ['segments'],
  surveys: ['surveys'],
  tasks: ['tasks'],
  privacy: ['privacy'],
  search: ['search'],
  dues: ['dues'],
  woken: ['woken'],
  undelivered: ['undelivered'],
  savedViews: ['savedViews'],
  mentions: ['mentions'],
  work: ['work'],
  routing: ['routing'],
  scheduled: ['scheduled'],
} as const;
