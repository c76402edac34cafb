import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ConversationsScreen } from '../conversations/routes.tsx';
import { cleanAddress } from '../search/address.ts';
import { Shell } from '../shell/Shell.tsx';
import { ScreenLoading } from '../ui/Loading.tsx';
import { ScreenProblem } from './Boundary.tsx';
import { Lost } from './Lost.tsx';
import { cleanSearch } from './search.ts';

/** The map of the desk: the conversations, where everybody begins, are at hand, every other screen's code is
 * loaded when it is first opened. See `desk/README.md` for the recipe. */
const root = createRootRoute({ component: Shell, notFoundComponent: Lost });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/conversations', replace: true });
  },
});
const conversations = createRoute({
  getParentRoute: () => root,
  path: '/conversations',
  validateSearch: cleanSearch,
  component: ConversationsScreen,
});
const conversation = createRoute({ getParentRoute: () => conversations, path: '$conversationId' });
const customers = createRoute({
  getParentRoute: () => root,
  path: '/customers',
  component: lazyRouteComponent(() => import('../customers/routes.tsx'), 'CustomersScreen'),
});
const duplicates = createRoute({
  getParentRoute: () => root,
  path: '/customers/duplicates',
  component: lazyRouteComponent(() => import('../customers/routes.tsx'), 'DuplicatesPage'),
});
const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$customerId',
  component: lazyRouteComponent(() => import('../customers/routes.tsx'), 'CustomerScreen'),
});
const deals = createRoute({
  getParentRoute: () => root,
  path: '/deals/$',
  component: lazyRouteComponent(() => import('../deals/DealsScreen.tsx'), 'DealsScreen'),
});
const recoveries = createRoute({
  getParentRoute: () => root,
  path: '/recoveries',
  component: lazyRouteComponent(() => import('../recoveries/RecoveriesScreen.tsx'), 'RecoveriesScreen'),
});
const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks/$',
  component: lazyRouteComponent(() => import('../tasks/TasksScreen.tsx'), 'TasksScreen'),
});
const segments = createRoute({
  getParentRoute: () => root,
  path: '/segments/$',
  component: lazyRouteComponent(() => import('../segments/SegmentsScreen.tsx'), 'SegmentsScreen'),
});
const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: cleanAddress,
  component: lazyRouteComponent(() => import('../search/SearchScreen.tsx'), 'SearchScreen'),
});
const work = createRoute({
  getParentRoute: () => root,
  path: '/work',
  component: lazyRouteComponent(() => import('../work/WorkPage.tsx'), 'WorkPage'),
});
const wallboard = createRoute({
  getParentRoute: () => root,
  path: '/wallboard',
  component: lazyRouteComponent(() => import('../wallboard/WallboardPage.tsx'), 'WallboardPage'),
});
const mentions = createRoute({
  getParentRoute: () => root,
  path: '/mentions',
  component: lazyRouteComponent(
    () => import('../conversations/mentions/MentionsScreen.tsx'),
    'MentionsScreen',
  ),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings/$',
  component: lazyRouteComponent(() => import('../settings/routes.tsx'), 'SettingsScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    conversations.addChildren([conversation]),
    customers,
    duplicates,
    customer,
    deals,
    recoveries,
    tasks,
    segments,
    search,
    work,
    wallboard,
    mentions,
    settings,
  ]),
  defaultErrorComponent: ScreenProblem,
  defaultPendingComponent: ScreenLoading,
  defaultPendingMs: 150,
  defaultPreload: 'intent',
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
