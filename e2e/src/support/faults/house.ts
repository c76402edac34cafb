import { type Browser, makeBrowser } from '../../../../server/src/modules/people/testing-browser.ts';
import { type ApiSimulator, startApi } from '../../../../simulators/src/api/index.ts';
import { inboxOf } from '../../../../simulators/src/whatsapp/inbox.ts';
import { startWhatsapp, type WhatsappSimulator } from '../../../../simulators/src/whatsapp/index.ts';
import { type Child, startChild, until } from './child.ts';

type Parsed = ReturnType<typeof JSON.parse>;

/** A child server with an owner signed in, an inbox of the API channel and one of WhatsApp. */
export type House = {
  child: Child;
  system: ApiSimulator;
  whatsapp: WhatsappSimulator;
  hook: string;
  apiInboxId: string;
  owner: Browser;
  /** A call that is made again until it is answered 200: as any patient client does. */
  insist(method: string, path: string, body?: unknown): Promise<Parsed>;
  stop(): Promise<void>;
};

const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

export async function openHouse(): Promise<House> {
  const system = await startApi({ secret });
  const whatsapp = await startWhatsapp({ retryDelays: Array(60).fill(250), perSecond: 1000 });
  const child = await startChild({ EGRESS_ALLOW: [...system.allow, ...whatsapp.allow].join(',') });
  const owner = makeBrowser(child.url);
  const password = 'a password nobody guesses';
  await owner.ok('POST', '/api/setup', {
    organisation: 'Fio',
    name: 'Ana',
    email: 'ana@fio.example',
    password,
  });
  const api = await owner.ok('POST', '/api/inboxes', {
    channel: 'api',
    name: 'Sistema',
    settings: { secret },
  });
  await owner.ok('POST', '/api/inboxes', inboxOf(whatsapp, 'http://127.0.0.1:9/wa'));
  return {
    child,
    system,
    whatsapp,
    hook: `${child.url}${new URL(api.webhookUrl).pathname}`,
    apiInboxId: api.id,
    owner,
    insist: (method, path, body) => until(() => owner.ok(method, path, body)),
    stop: async () => {
      await child.stop();
      await Promise.all([system.stop(), whatsapp.stop()]);
    },
  };
}

export type Told = { id: string; conversationId: string; seq: number; text: string };
export type Thread = { conversationId: string; messages: Told[] };

/** Every conversation of an inbox with all its messages, as the desk reads them. */
export async function readThreads(house: House, channel: string): Promise<Thread[]> {
  const threads: Thread[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Parsed = await house.insist(
      'GET',
      `/api/conversations?view=all&limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const item of page.items as Parsed[])
      if (item.channel === channel) threads.push(await readThread(house, item.id));
    cursor = page.next;
  }
  return threads;
}

export async function readThread(house: House, conversationId: string): Promise<Thread> {
  const messages: Told[] = [];
  for (;;) {
    const after = messages.at(-1)?.seq ?? 0;
    const page = await house.insist(
      'GET',
      `/api/conversations/${conversationId}/messages?after=${after}&limit=200`,
    );
    for (const { id, seq, content } of page.items as Parsed[])
      messages.push({ id, conversationId, seq, text: content.text ?? '' });
    if (!page.hasMore) return { conversationId, messages };
  }
}

/** Conversations whose numbers have a gap or do not begin at one. */
export const gaps = (threads: Thread[]): string[] =>
  threads
    .filter(({ messages }) => messages.some(({ seq }, at) => seq !== at + 1))
    .map((thread) => thread.conversationId);
