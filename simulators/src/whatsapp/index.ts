import type { AddressInfo } from 'node:net';
import { createDelivery, push, settled, subscribe } from './delivery.ts';
import { createGraph } from './graph.ts';
import { createLimits } from './limits.ts';
import { accountWebhook } from './payloads.ts';
import {
  customerChangesNumber,
  customerReads,
  customerSends,
  customerSendsMedia,
  type Platform,
  setOnline,
} from './platform.ts';
import { type Config, createStore } from './store.ts';
import { demoTemplates, richTemplates } from './templates.ts';
import type {
  Chat,
  CustomerContent,
  CustomerMedia,
  CustomerOptions,
  Fault,
  SimulatorOptions,
} from './types.ts';

export type { ChatMessage, CustomerMedia, Fault, SimulatorOptions } from './types.ts';

/** Values a demo can be set up with; every one can be overridden. */
const defaults: Config = {
  accessToken: 'EAAsimulator',
  appSecret: 'simulator-app-secret',
  phoneNumber: '+55 41 3333-4444',
  phoneNumberId: '708311122233344',
  businessAccountId: '305566778899001',
  verifiedName: 'Loja de Demonstração',
  delays: { sent: 50, delivered: 300, read: 600 },
  retryDelays: [500, 2000, 8000, 30_000, 120_000],
  perSecond: 80,
  perPerson: { burst: 45, everySeconds: 6 },
  answerMs: 0,
  windowError: 'status',
  templates: [...demoTemplates, ...richTemplates],
  reviewMs: 4000,
  now: () => Date.now(),
};

/**
 * Starts the simulated WhatsApp: a Graph API at `${url}/v26.0` that also sends signed webhooks to whoever subscribed
 * (`POST /{number}` with `webhook_configuration`, or `subscribe`). `allow` is what the server's egress must permit.
 */
export async function startWhatsapp(options: SimulatorOptions = {}) {
  const { port = 0, host = '127.0.0.1', ...given } = options;
  const config: Config = { ...defaults, ...given };
  // The firm adds and deletes: the list is this simulator's own.
  config.templates = config.templates.map((one, n) => ({ id: String(5000 + n), ...one }));
  const store = createStore(config);
  const delivery = createDelivery(config);
  const platform: Platform = { config, store, delivery, timers: new Set() };
  const faults: Fault[] = [];
  const limits = createLimits(config);
  const app = createGraph({ config, store, platform, delivery, faults, limits });
  await app.listen({ port, host });
  const bound = (app.server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${bound}`,
    graphUrl: `http://${host}:${bound}/v26.0`,
    allow: [`${host}:${bound}`],
    config,
    ...control(platform),
    /** When messages were taken (ms), and how often the rate was refused. */
    limits,
    /** The next calls to send or upload meet this fault. */
    failNext(fault: Fault, times = 1): void {
      for (let i = 0; i < times; i += 1) faults.push(fault);
    },
    async stop(): Promise<void> {
      for (const timer of platform.timers) clearTimeout(timer);
      delivery.stop.abort();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

/** What the customer's phone page and tests may do; every number may be written in any spelling. */
function control(platform: Platform) {
  const { store, delivery } = platform;
  return {
    customerSends: (from: string, content: CustomerContent | string, options: CustomerOptions = {}): string =>
      customerSends(platform, from, {
        content: typeof content === 'string' ? { type: 'text', text: content } : content,
        ...options,
      }),
    customerSendsMedia: (from: string, file: CustomerMedia, options: CustomerOptions = {}): string =>
      customerSendsMedia(platform, from, { file, ...options }),
    customerChangesNumber: (from: string, to: string): void => customerChangesNumber(platform, from, to),
    customerReads: (from: string): void => customerReads(platform, from),
    setOnline: (from: string, online: boolean): void => setOnline(platform, from, online),
    /** The chat as the customer's phone shows it; made when it is first asked for. */
    chat: (from: string): Chat => store.chat(from),
    chats: (): Chat[] => [...store.chats.values()],
    /** Bytes of a file in a chat, by its `mediaId`. */
    media: (id: string) => store.media.get(id),
    /** Calls the listener with the customer's id at every change of a chat; returns how to stop. */
    onChange(listener: (waId: string) => void): () => void {
      store.listeners.add(listener);
      return () => void store.listeners.delete(listener);
    },
    /** Tells the business of its account or a template, as the platform does. */
    tellsAccount: (field: string, value: Record<string, unknown>): void =>
      push(delivery, accountWebhook(platform.config, { field, value })),
    /** The next webhooks arrive twice, byte for byte. */
    duplicateNext(n: number): void {
      delivery.duplicates += n;
    },
    /** Subscribes an address after the handshake; false when it does not answer rightly. */
    subscribe: (url: string, verifyToken: string) => subscribe(delivery, url, verifyToken),
    /** Every attempt of a webhook so far. */
    attempts: delivery.attempts,
    /** Resolves when every webhook so far was taken or given up. */
    settled: () => settled(delivery),
  };
}

export type WhatsappSimulator = Awaited<ReturnType<typeof startWhatsapp>>;
