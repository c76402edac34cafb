import type { Permission } from '@meada/contract/permissions';
import {
  type Icon,
  IconArrowsSplit,
  IconBolt,
  IconBriefcase,
  IconBuilding,
  IconBuildingStore,
  IconBulb,
  IconClockHour9,
  IconForms,
  IconHeartbeat,
  IconHistory,
  IconHourglassHigh,
  IconInbox,
  IconKey,
  IconMessage2Bolt,
  IconMoodSmile,
  IconProgressCheck,
  IconScale,
  IconShieldCheck,
  IconSpeakerphone,
  IconTableImport,
  IconTags,
  IconTemplate,
  IconUserCircle,
  IconUserShield,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** What a page gets: the rest of the address after its own name. */
export type PageProps = { rest: string[] };
type Page = {
  path: string;
  icon: Icon;
  /** Needed to see the page; none: everybody. */
  permission: Permission | null;
  page: LazyExoticComponent<ComponentType<PageProps>>;
};
type Group = { name: string; pages: Page[] };

/** The map of the settings: order, who sees what, and the code, loaded when a page is opened. */
export const groups: Group[] = [
  {
    name: 'nav.own',
    pages: [
      {
        path: 'account',
        icon: IconUserCircle,
        permission: null,
        page: lazy(() => import('./account/AccountPage.tsx').then((file) => ({ default: file.AccountPage }))),
      },
    ],
  },
  {
    name: 'nav.channels',
    pages: [
      {
        path: 'inboxes',
        icon: IconInbox,
        permission: 'inboxes.manage',
        page: lazy(() => import('./inboxes/InboxesPage.tsx').then((file) => ({ default: file.InboxesPage }))),
      },
      {
        path: 'brands',
        icon: IconBuildingStore,
        permission: 'organisation.manage',
        page: lazy(() => import('./brands/BrandsPage.tsx').then((file) => ({ default: file.BrandsPage }))),
      },
      {
        path: 'templates',
        icon: IconTemplate,
        permission: 'inboxes.manage',
        page: lazy(() =>
          import('./templates/TemplatesPage.tsx').then((file) => ({ default: file.TemplatesPage })),
        ),
      },
      {
        path: 'health',
        icon: IconHeartbeat,
        permission: 'health.read',
        page: lazy(() => import('./health/HealthPage.tsx').then((file) => ({ default: file.HealthPage }))),
      },
    ],
  },
  {
    name: 'nav.service',
    pages: [
      {
        path: 'hours',
        icon: IconClockHour9,
        permission: 'inboxes.read',
        page: lazy(() => import('./hours/HoursPage.tsx').then((file) => ({ default: file.HoursPage }))),
      },
      {
        path: 'sac',
        icon: IconScale,
        permission: 'reports.read',
        page: lazy(() => import('./sac/SacPage.tsx').then((file) => ({ default: file.SacPage }))),
      },
      {
        path: 'routing',
        icon: IconArrowsSplit,
        permission: 'routing.manage',
        page: lazy(() => import('./routing/RoutingPage.tsx').then((file) => ({ default: file.RoutingPage }))),
      },
      {
        path: 'agreements',
        icon: IconHourglassHigh,
        permission: 'reports.read',
        page: lazy(() =>
          import('./agreements/AgreementsPage.tsx').then((file) => ({ default: file.AgreementsPage })),
        ),
      },
      {
        path: 'statuses',
        icon: IconProgressCheck,
        permission: 'conversations.read',
        page: lazy(() =>
          import('./statuses/StatusesPage.tsx').then((file) => ({ default: file.StatusesPage })),
        ),
      },
      {
        path: 'labels',
        icon: IconTags,
        permission: 'conversations.read',
        page: lazy(() => import('./labels/LabelsPage.tsx').then((file) => ({ default: file.LabelsPage }))),
      },
      {
        path: 'canned',
        icon: IconMessage2Bolt,
        permission: 'canned.read',
        page: lazy(() => import('./canned/CannedPage.tsx').then((file) => ({ default: file.CannedPage }))),
      },
      {
        path: 'macros',
        icon: IconBolt,
        permission: 'canned.read',
        page: lazy(() => import('./macros/MacrosPage.tsx').then((file) => ({ default: file.MacrosPage }))),
      },
      {
        path: 'loudness',
        icon: IconSpeakerphone,
        permission: 'organisation.manage',
        page: lazy(() =>
          import('./loudness/LoudnessPage.tsx').then((file) => ({ default: file.LoudnessPage })),
        ),
      },
    ],
  },
  {
    name: 'nav.customers',
    pages: [
      {
        path: 'fields',
        icon: IconForms,
        permission: 'fields.manage',
        page: lazy(() => import('./fields/FieldsPage.tsx').then((file) => ({ default: file.FieldsPage }))),
      },
      {
        path: 'imports',
        icon: IconTableImport,
        permission: 'customers.import',
        page: lazy(() => import('./imports/ImportsPage.tsx').then((file) => ({ default: file.ImportsPage }))),
      },
      {
        path: 'pipelines',
        icon: IconBriefcase,
        permission: 'deals.manage',
        page: lazy(() =>
          import('./pipelines/PipelinesPage.tsx').then((file) => ({ default: file.PipelinesPage })),
        ),
      },
    ],
  },
  {
    name: 'nav.results',
    pages: [
      {
        path: 'surveys',
        icon: IconMoodSmile,
        permission: 'conversations.read',
        page: lazy(() => import('./surveys/SurveysPage.tsx').then((file) => ({ default: file.SurveysPage }))),
      },
      {
        path: 'repetition',
        icon: IconBulb,
        permission: 'reports.read',
        page: lazy(() =>
          import('./repetition/RepetitionPage.tsx').then((file) => ({ default: file.RepetitionPage })),
        ),
      },
    ],
  },
  {
    name: 'nav.staff',
    pages: [
      {
        path: 'people',
        icon: IconUsers,
        permission: 'people.read',
        page: lazy(() => import('./people/PeoplePage.tsx').then((file) => ({ default: file.PeoplePage }))),
      },
      {
        path: 'teams',
        icon: IconUsersGroup,
        permission: 'people.read',
        page: lazy(() => import('./teams/TeamsPage.tsx').then((file) => ({ default: file.TeamsPage }))),
      },
      {
        path: 'roles',
        icon: IconShieldCheck,
        permission: 'people.read',
        page: lazy(() => import('./roles/RolesPage.tsx').then((file) => ({ default: file.RolesPage }))),
      },
    ],
  },
  {
    name: 'nav.house',
    pages: [
      {
        path: 'organisation',
        icon: IconBuilding,
        permission: 'organisation.manage',
        page: lazy(() =>
          import('./organisation/OrganisationPage.tsx').then((file) => ({ default: file.OrganisationPage })),
        ),
      },
      {
        path: 'keys',
        icon: IconKey,
        permission: 'keys.manage',
        page: lazy(() => import('./keys/KeysPage.tsx').then((file) => ({ default: file.KeysPage }))),
      },
      {
        path: 'privacy',
        icon: IconUserShield,
        permission: 'privacy.manage',
        page: lazy(() => import('./privacy/PrivacyPage.tsx').then((file) => ({ default: file.PrivacyPage }))),
      },
      {
        path: 'audit',
        icon: IconHistory,
        permission: 'audit.read',
        page: lazy(() => import('./audit/AuditPage.tsx').then((file) => ({ default: file.AuditPage }))),
      },
    ],
  },
];

/** A page by the first part of the address. */
export const pageOf = (path: string | undefined): Page | undefined =>
  groups.flatMap((group) => group.pages).find((page) => page.path === path);
