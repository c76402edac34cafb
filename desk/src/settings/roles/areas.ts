import type { Permission } from '@meada/contract/permissions';

/** Permissions as people think of them: by matter. A permission nobody put here stands under the last one. */
const named: { area: string; permissions: Permission[] }[] = [
  {
    area: 'conversations',
    permissions: [
      'conversations.read',
      'conversations.reply',
      'conversations.manage',
      'routing.manage',
      'files.upload',
    ],
  },
  {
    area: 'customers',
    permissions: [
      'customers.read',
      'customers.write',
      'customers.merge',
      'customers.import',
      'customers.export',
    ],
  },
  { area: 'deals', permissions: ['deals.read', 'deals.write', 'deals.manage', 'segments.manage'] },
  { area: 'tasks', permissions: ['tasks.read', 'tasks.write', 'tasks.manage'] },
  {
    area: 'texts',
    permissions: ['canned.read', 'canned.manage', 'labels.manage', 'statuses.manage', 'fields.manage'],
  },
  { area: 'staff', permissions: ['people.read', 'people.manage', 'teams.manage', 'roles.manage'] },
  {
    area: 'inboxes',
    permissions: [
      'inboxes.read',
      'inboxes.manage',
      'hours.manage',
      'agreements.manage',
      'health.read',
      'reports.read',
    ],
  },
  {
    area: 'house',
    permissions: ['organisation.manage', 'keys.manage', 'webhooks.manage', 'audit.read', 'privacy.manage'],
  },
];

/** The areas with every permission that is asked for, none left out. */
export function areasOf(all: readonly Permission[]): { area: string; permissions: Permission[] }[] {
  const placed = new Set(named.flatMap(({ permissions }) => permissions));
  const rest = all.filter((permission) => !placed.has(permission));
  const known = named.map(({ area, permissions }) => ({
    area,
    permissions: permissions.filter((one) => all.includes(one)),
  }));
  return [...known, { area: 'systems', permissions: rest }].filter(
    ({ permissions }) => permissions.length > 0,
  );
}
