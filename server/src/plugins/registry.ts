import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../kernel/actor.ts';
import type { Kernel, Ports } from '../kernel/ctx.ts';
import type { Mounted } from '../kernel/http/route.ts';
import type { Presenter } from '../kernel/live/hub.ts';
import { collectKinds } from '../modules/customers/index.ts';
import { dealKinds, dealLines } from '../modules/deals/index.ts';
import { type ChannelPlugin, collectChannels } from '../modules/inboxes/index.ts';
import { recoveryLines } from '../modules/recoveries/index.ts';
import { routedAssignments } from '../modules/routing/index.ts';
import { conditionKinds, segmentAudiences } from '../modules/segments/index.ts';
import { surveyLines, surveyQuestions } from '../modules/surveys/index.ts';
import { taskLines, taskWords } from '../modules/tasks/index.ts';
import { timelineSources } from '../modules/timeline/index.ts';
import { api, apiRoutes } from './channels/api/index.ts';
import { complaints } from './channels/complaints/index.ts';
import { consumidor } from './channels/consumidor/index.ts';
import { counter } from './channels/counter/index.ts';
import { allowPages, doorbell, doorbellRoutes } from './channels/doorbell/index.ts';
import { email, startOwnReceiver } from './channels/email/index.ts';
import { facebook } from './channels/facebook/index.ts';
import { instagram } from './channels/instagram/index.ts';
import { line } from './channels/line/index.ts';
import { reviews } from './channels/reviews/index.ts';
import { sms } from './channels/sms/index.ts';
import { telegram } from './channels/telegram/index.ts';
import { twilio } from './channels/twilio/index.ts';
import {
  allowSites,
  authenticateVisitor,
  presentChat,
  webchat,
  webchatRoutes,
} from './channels/webchat/index.ts';
import { whatsapp } from './channels/whatsapp/index.ts';
import { x } from './channels/x/index.ts';
import { brasilapi } from './postalcodes/brasilapi/index.ts';
import { viacep } from './postalcodes/viacep/index.ts';

/** Every plug-in, listed once. */
export const channelPlugins: readonly ChannelPlugin[] = [
  webchat,
  whatsapp,
  telegram,
  email,
  counter,
  api,
  doorbell,
  sms,
  twilio,
  reviews,
  consumidor,
  complaints,
  x,
  line,
  instagram,
  facebook,
];

/** What plug-ins give to modules, for every program that makes a kernel. */
export const portsOf = (): Ports => ({
  channels: collectChannels(channelPlugins),
  identityKinds: collectKinds(channelPlugins.flatMap((plugin) => plugin.manifest.identityKinds)),
  // Modules to the right of the timeline put their sources behind these.
  timeline: [...timelineSources, dealLines, surveyLines, taskLines, recoveryLines],
  conditions: [...conditionKinds, ...dealKinds],
  audiences: segmentAudiences,
  assignments: routedAssignments,
  questions: surveyQuestions,
  taskWords,
  postalCodes: [viacep, brasilapi],
});

/** Routes, frames and callers that plug-ins bring for their own front ends. */
export const pluginRoutes: readonly Mounted[] = [...webchatRoutes, ...doorbellRoutes, ...apiRoutes];
export const pluginPresenters: readonly Presenter[] = [presentChat];
export const visitorOf = (kernel: Kernel, request: FastifyRequest): Promise<Actor | null> =>
  authenticateVisitor(kernel, request);

/** Servers that plug-ins run themselves to receive: today the mail receiver of own domains. */
export const startReceivers = (kernel: Kernel): Promise<{ stop(): Promise<void> } | null> =>
  startOwnReceiver(kernel);

/** What plug-ins hang on the HTTP server beside routes. */
export const mountPlugins = (app: FastifyInstance, kernel: Kernel): void => {
  allowSites(app, kernel);
  allowPages(app, kernel);
};
