import type { FastifyInstance } from 'fastify';
import { mountShop } from './demo/pages.ts';
import type { Clock } from './kernel/clock.ts';
import type { Config } from './kernel/config.ts';
import type { Kernel } from './kernel/ctx.ts';
import type { DatabaseUrls } from './kernel/db/database.ts';
import type { LoggedEvent } from './kernel/events/log.ts';
import { listenDurably, loop, type Tail } from './kernel/events/tail.ts';
import { mountApiDocs } from './kernel/http/docs.ts';
import { mountFronts } from './kernel/http/fronts.ts';
import { mountHealth } from './kernel/http/health.ts';
import type { Mounted } from './kernel/http/route.ts';
import { type Authenticators, makeHttp } from './kernel/http/server.ts';
import { makeKernel } from './kernel/kernel.ts';
import { makeHub, type Presenter } from './kernel/live/hub.ts';
import { joinRoster, type RosterPace } from './kernel/live/roster.ts';
import { agreementRoutes, presentAgreements, startAgreements } from './modules/agreements/index.ts';
import { automationRoutes, forgetRuns, runBulk } from './modules/automation/index.ts';
import {
  conversationRoutes,
  mountFiles,
  mountRefusals,
  presentConversations,
  presentMentions,
  startConversations,
} from './modules/conversations/index.ts';
import {
  companyRoutes,
  consentRoutes,
  customerRoutes,
  factRoutes,
  fieldRoutes,
  learnFacts,
  mountChecks,
  postalRoutes,
  preferenceRoutes,
  presentCustomers,
  recordRoutes,
  startDuplicates,
} from './modules/customers/index.ts';
import { dealRoutes, presentDeals, valueCustomers } from './modules/deals/index.ts';
import { hoursRoutes, presentHours } from './modules/hours/index.ts';
import { forgetImports, importRoutes, runImports } from './modules/imports/index.ts';
import {
  askForTemplates,
  forgetOldReceipts,
  inboxRoutes,
  mountPictures,
  mountWebhooks,
  presentInboxes,
  runLookUps,
  startListeners,
  startResyncs,
  startWatch,
} from './modules/inboxes/index.ts';
import { notificationRoutes, startNotifications } from './modules/notifications/index.ts';
import { organisationsRoutes, sealAllAudits, setupOpen } from './modules/organisations/index.ts';
import { authenticateKey, authenticatePerson, peopleRoutes, presentPeople } from './modules/people/index.ts';
import { mountPrivacy, presentPrivacy, privacyRoutes, startPrivacy } from './modules/privacy/index.ts';
import {
  endAbandonments,
  hearAbandonments,
  type LeavingPace,
  presentRecoveries,
  recoveryRoutes,
} from './modules/recoveries/index.ts';
import {
  intakeRoutes,
  presentHandOvers,
  presentRouting,
  presentWhispers,
  type RoutingOptions,
  routingRoutes,
  startRouting,
  wallboardRoutes,
  writeToKept,
} from './modules/routing/index.ts';
import { mountHistories, presentSac, sacRoutes, startSac } from './modules/sac/index.ts';
import { keepSegments, presentSegments, runSegments, segmentRoutes } from './modules/segments/index.ts';
import { mountSurveys, presentSurveys, startSurveys, surveyRoutes } from './modules/surveys/index.ts';
import { mailReminders, presentTasks, ringReminders, taskRoutes } from './modules/tasks/index.ts';
import { keepTimeline, timelineRoutes } from './modules/timeline/index.ts';
import {
  mountPlugins,
  pluginPresenters,
  pluginRoutes,
  portsOf,
  startReceivers,
  visitorOf,
} from './plugins/registry.ts';
import { type LiveParts, openLive } from './sockets.ts';

export const version = '0.1.0';

/** Every route there is, for mounting, documentation and the generated tests. */
export const allRoutes: readonly Mounted[] = [
  ...organisationsRoutes,
  ...peopleRoutes,
  ...hoursRoutes,
  ...inboxRoutes,
  ...customerRoutes,
  ...recordRoutes,
  ...fieldRoutes,
  ...companyRoutes,
  ...postalRoutes,
  ...preferenceRoutes,
  ...factRoutes,
  ...consentRoutes,
  ...conversationRoutes,
  ...timelineRoutes,
  ...privacyRoutes,
  ...segmentRoutes,
  ...agreementRoutes,
  ...routingRoutes,
  ...wallboardRoutes,
  ...intakeRoutes,
  ...dealRoutes,
  ...recoveryRoutes,
  ...surveyRoutes,
  ...taskRoutes,
  ...automationRoutes,
  ...importRoutes,
  ...sacRoutes,
  ...notificationRoutes,
  ...pluginRoutes,
];

const presenters: readonly Presenter[] = [
  presentPeople,
  presentHours,
  presentInboxes,
  presentCustomers,
  presentConversations,
  presentMentions,
  presentSegments,
  presentAgreements,
  presentRouting,
  presentHandOvers,
  presentWhispers,
  presentDeals,
  presentRecoveries,
  presentSurveys,
  presentSac,
  presentTasks,
  presentPrivacy,
  ...pluginPresenters,
];

export type App = {
  kernel: Kernel;
  http: FastifyInstance | null;
  /** Address it listens on; null without the roles web and live. */
  url: string | null;
  stop(): Promise<void>;
};

export type AppOptions = {
  clock?: Clock;
  publicUrl?: string;
  checkAnswers?: boolean;
  /** How fast presence falls; else as in `kernel/live/roster.ts`. */
  rosterPace?: RosterPace;
  /** Clock and patience of routing; else as in `modules/routing/runner`. */
  routing?: Partial<RoutingOptions>;
  /** When a visitor counts as gone; else as in `modules/recoveries/rules.ts`. */
  leaving?: LeavingPace;
};

/** The composition root: makes the kernel, mounts what the roles ask for, starts the work, and can stop it all. */
export async function startApp(config: Config, urls: DatabaseUrls, options: AppOptions = {}): Promise<App> {
  const kernel = await makeKernel(config, urls, {
    ports: portsOf(),
    clock: options.clock,
    publicUrl: options.publicUrl,
  });
  const work: Tail[] = [];
  const hub = config.roles.has('live') ? await makeHub(kernel, presenters) : null;
  const roster = joinRoster(kernel.bus, kernel.ids.uuid(), options.rosterPace);
  const pace = { pace: options.rosterPace, leaving: options.leaving };
  const live = hub ? openLive(kernel, hub, { roster, ...pace }) : null;
  if (live) work.push(live);
  const http =
    config.roles.has('web') || live ? await makeServer(kernel, live, options.checkAnswers ?? false) : null;
  const url = http ? await http.listen({ host: config.host, port: config.port }) : null;
  if (http && !config.publicUrl && !options.publicUrl) kernel.publicUrl = localUrl(http, config.port);
  if (config.roles.has('worker')) work.push(...startWork(kernel));
  if (config.roles.has('worker')) work.push(startRouting(kernel, { roster, ...options.routing }));
  if (config.roles.has('worker')) work.push(startNotifications(kernel, roster));
  if (config.roles.has('listen')) {
    work.push(startListeners(kernel), startResyncs(kernel));
    const receivers = await startReceivers(kernel);
    if (receivers) work.push(receivers);
  }
  return {
    kernel,
    http,
    url,
    stop: async () => {
      // Callers first, then the work they caused, then what it stands on.
      await hub?.stop();
      await http?.close();
      roster.stop();
      await Promise.all(work.map((item) => item.stop()));
      await kernel.close();
    },
  };
}

/** With PORT=0 the real port is known only now. */
function localUrl(http: FastifyInstance, wanted: number): string {
  const address = http.addresses()[0];
  return `http://localhost:${typeof address === 'object' ? address.port : wanted}`;
}

async function makeServer(
  kernel: Kernel,
  live: LiveParts | null,
  checkAnswers: boolean,
): Promise<FastifyInstance> {
  const authenticators: Authenticators = {
    person: (request) => authenticatePerson(kernel, request),
    key: (request) => authenticateKey(kernel, request),
    visitor: (request) => visitorOf(kernel, request),
    setupOpen: () => setupOpen(kernel),
  };
  const http = await makeHttp({ kernel, routes: allRoutes, authenticators, checkAnswers });
  mountHealth(http, kernel, version);
  mountPlugins(http, kernel);
  mountWebhooks(http, kernel);
  mountPictures(http, kernel);
  mountFiles(http, kernel);
  mountRefusals(http, kernel);
  mountChecks(http, kernel);
  mountSurveys(http, kernel);
  mountHistories(http, kernel);
  mountPrivacy(http, kernel);
  mountApiDocs(
    http,
    allRoutes.map((mounted) => mounted.route),
    { version, publicUrl: kernel.publicUrl },
  );
  if (live) live.mount(http, authenticators);
  if (kernel.config.demo) await mountShop(http, kernel);
  await mountFronts(http);
  return http;
}

const sealMs = 120_000;
const hourMs = 3_600_000;
const nightMs = 6 * 3_600_000;

function startWork(kernel: Kernel): Tail[] {
  return [
    ...startConversations(kernel),
    startWatch(kernel),
    ...startDuplicates(kernel),
    ...startPrivacy(kernel),
    ...startAgreements(kernel),
    loop(kernel, 'abandonments', async () => {
      await endAbandonments(kernel);
      return hourMs;
    }),
    listenDurably(kernel, 'abandonments', (events) => hearAbandonments(kernel, events)),
    listenDurably(kernel, 'kept places', (events) => writeToKept(kernel, events)),
    loop(kernel, 'look-ups', () => runLookUps(kernel)),
    loop(kernel, 'segments', () => runSegments(kernel)),
    ...startSurveys(kernel),
    ...startSac(kernel),
    loop(kernel, 'reminders', () => ringReminders(kernel)),
    loop(kernel, 'reminder mails', () => mailReminders(kernel)),
    loop(kernel, 'imports', () => runImports(kernel)),
    loop(kernel, 'bulk', () => runBulk(kernel)),
    loop(kernel, 'runs.old', async () => {
      await forgetRuns(kernel);
      return nightMs;
    }),
    loop(kernel, 'imports.old', async () => {
      await forgetImports(kernel);
      return nightMs;
    }),
    loop(kernel, 'audit', async () => {
      await sealAllAudits(kernel);
      return sealMs;
    }),
    loop(kernel, 'templates', () => askForTemplates(kernel)),
    loop(kernel, 'receipts.old', async () => {
      await forgetOldReceipts(kernel);
      return nightMs;
    }),
    listenDurably(kernel, 'timeline', (events: LoggedEvent[]) => keepTimeline(kernel, events)),
    listenDurably(kernel, 'customer value', (events) => valueCustomers(kernel, events)),
    listenDurably(kernel, 'segments', (events: LoggedEvent[]) => keepSegments(kernel, events)),
    listenDurably(kernel, 'facts', (events: LoggedEvent[]) => learnFacts(kernel, events)),
  ];
}
