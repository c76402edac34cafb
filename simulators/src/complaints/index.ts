import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import type { SimComplaint } from './complaint.ts';
import { makeKey, type Notice, type Post, sendNotice } from './notices.ts';
import { mountPages } from './pages.ts';

export { startDns } from './dns.ts';

type State = {
  url: string;
  complaints: Map<string, SimComplaint>;
  listeners: (() => void)[];
  privateKey: string;
  post: Post | undefined;
};

/**
 * Starts an invented complaint site: pages anybody reads, a form where the firm publishes its answer, notices by e-mail
 * to the firm when there is a `post` for them, and no interface for programs.
 */
export async function startComplaints(options: { port?: number; post?: Post } = {}) {
  const { privateKey, zone } = makeKey();
  const state: State = { url: '', complaints: new Map(), listeners: [], privateKey, post: options.post };
  const app = Fastify({ forceCloseConnections: true });
  mountPages(app, state.complaints, (id, text) => publish(state, id, text));
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  state.url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url: state.url,
    allow: [new URL(state.url).host],
    /** TXT records of the site's domain. */
    zone,
    linkOf: (id: string) => linkOf(state, id),
    complaints: (): SimComplaint[] => [...state.complaints.values()],
    complaint: (id: string) => state.complaints.get(id),
    publish: (id: string, text: string) => publish(state, id, text),
    /** Where notices go from now on. */
    noticesTo: (to: Post) => {
      state.post = to;
    },
    ...acts(state),
    /** Somebody else writes in the site's name. */
    forge: (to: Post, notice: Notice) => sendNotice(to, null, notice),
    onChange: (listener: () => void) => void state.listeners.push(listener),
    stop: () => app.close(),
  };
}
export type Complaints = Awaited<ReturnType<typeof startComplaints>>;

const linkOf = ({ url }: State, id: string): string => `${url}/reclamacao/${id}`;

function add(state: State, id: string, said: { by: 'consumer' | 'firm'; text: string }): SimComplaint {
  const complaint = state.complaints.get(id);
  if (!complaint) throw new Error('no such complaint');
  complaint.words.push({ ...said, at: new Date().toISOString() });
  return complaint;
}

async function tell(state: State, notice: Notice | null): Promise<void> {
  if (state.post && notice) await sendNotice(state.post, state.privateKey, notice);
  for (const listener of state.listeners) listener();
}

function publish(state: State, id: string, text: string): Promise<void> {
  add(state, id, { by: 'firm', text });
  return tell(state, null);
}

type Rating = { mark: number; solved: boolean; text: string };

/** What consumers do there. */
function acts(state: State) {
  return {
    async consumerComplains(
      consumer: SimComplaint['consumer'],
      said: { title: string; text: string },
    ): Promise<string> {
      const id = String(70_000_000 + state.complaints.size);
      state.complaints.set(id, { id, consumer, title: said.title, words: [], closed: false });
      const complaint = add(state, id, { by: 'consumer', text: said.text });
      await tell(state, newNotice(complaint, linkOf(state, id)));
      return id;
    },
    async consumerReplies(id: string, text: string): Promise<void> {
      add(state, id, { by: 'consumer', text });
      const lines = [`ID: ${id}`, `Réplica: ${text}`, '', linkOf(state, id)];
      await tell(state, { subject: 'Réplica do consumidor', lines });
    },
    async consumerRates(id: string, { mark, solved, text }: Rating): Promise<void> {
      const complaint = state.complaints.get(id);
      if (!complaint) throw new Error('no such complaint');
      Object.assign(complaint, { mark, solved });
      const outcome = `Problema resolvido? ${solved ? 'Sim' : 'Não'}`;
      const lines = [`ID: ${id}`, `Nota: ${mark}`, outcome, `Considerações finais: ${text}`];
      await tell(state, { subject: 'Sua reclamação foi avaliada', lines });
    },
  };
}

const newNotice = ({ id, consumer, title, words }: SimComplaint, link: string): Notice => ({
  subject: 'Nova reclamação recebida',
  lines: [
    'Você recebeu uma nova reclamação.',
    '',
    `ID da reclamação: ${id}`,
    `Título: ${title}`,
    `Consumidor: ${consumer.name}`,
    `E-mail: ${consumer.email}`,
    `Telefone: ${consumer.phone}`,
    `Descrição: ${words[0]?.text ?? ''}`,
    '',
    'Responder agora:',
    link,
  ],
});
