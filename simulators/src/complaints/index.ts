import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { makeKey, type Notice, type Post, sendNotice } from './notices.ts';

export { startDns } from './dns.ts';
export { noticeDomain } from './notices.ts';

export type SimComplaint = {
  id: string;
  consumer: { name: string; email: string; phone: string };
  title: string;
  words: { by: 'consumer' | 'firm'; text: string; at: string }[];
  mark?: number;
  solved?: boolean;
  closed: boolean;
};

/**
 * Starts an invented complaint site: pages anybody reads, a form where the firm publishes its answer, notices by e-mail
 * to the firm when there is a `post` for them, and no interface for programs.
 */
export async function startComplaints(options: { port?: number; post?: Post } = {}) {
  const complaints = new Map<string, SimComplaint>();
  const listeners: (() => void)[] = [];
  const { privateKey, zone } = makeKey();
  let post = options.post;
  const app = Fastify({ forceCloseConnections: true });
  await site(app, complaints, (id, text) => publish(id, text));
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const known = (id: string): SimComplaint => {
    const complaint = complaints.get(id);
    if (!complaint) throw new Error('no such complaint');
    return complaint;
  };
  const tell = async (notice: Notice | null): Promise<void> => {
    if (post && notice) await sendNotice(post, privateKey, notice);
    for (const listener of listeners) listener();
  };
  const add = (id: string, by: 'consumer' | 'firm', text: string): SimComplaint => {
    const complaint = known(id);
    complaint.words.push({ by, text, at: new Date().toISOString() });
    return complaint;
  };
  const publish = (id: string, text: string): Promise<void> => {
    add(id, 'firm', text);
    return tell(null);
  };
  const linkOf = (id: string): string => `${url}/reclamacao/${id}`;
  return {
    url,
    allow: [new URL(url).host],
    /** TXT records of the site's domain. */
    zone,
    linkOf,
    complaints: (): SimComplaint[] => [...complaints.values()],
    complaint: (id: string) => complaints.get(id),
    publish,
    /** Where notices go from now on. */
    noticesTo: (to: Post) => {
      post = to;
    },
    async consumerComplains(
      consumer: SimComplaint['consumer'],
      said: { title: string; text: string },
    ): Promise<string> {
      const id = String(70_000_000 + complaints.size);
      complaints.set(id, { id, consumer, title: said.title, words: [], closed: false });
      add(id, 'consumer', said.text);
      await tell(newNotice(known(id), linkOf(id)));
      return id;
    },
    async consumerReplies(id: string, text: string): Promise<void> {
      add(id, 'consumer', text);
      await tell({
        subject: 'Réplica do consumidor',
        lines: [`ID: ${id}`, `Réplica: ${text}`, '', linkOf(id)],
      });
    },
    async consumerRates(id: string, rating: { mark: number; solved: boolean; text: string }): Promise<void> {
      Object.assign(known(id), { mark: rating.mark, solved: rating.solved });
      const solved = `Problema resolvido? ${rating.solved ? 'Sim' : 'Não'}`;
      const lines = [`ID: ${id}`, `Nota: ${rating.mark}`, solved, `Considerações finais: ${rating.text}`];
      await tell({ subject: 'Sua reclamação foi avaliada', lines });
    },
    /** Somebody else writes in the site's name. */
    forge: (to: Post, notice: Notice) => sendNotice(to, null, notice),
    onChange: (listener: () => void) => void listeners.push(listener),
    stop: () => app.close(),
  };
}
export type Complaints = Awaited<ReturnType<typeof startComplaints>>;

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

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0) ?? 0};`);

/** The pages of the site: every complaint, and the firm's form below it. */
async function site(
  app: FastifyInstance,
  complaints: Map<string, SimComplaint>,
  publish: (id: string, text: string) => Promise<void>,
): Promise<void> {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  const page = (title: string, body: string) =>
    `<!doctype html><html lang="pt-BR"><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui;max-width:42rem;margin:2rem auto;padding:0 1rem}blockquote{margin:1rem 0;padding:.5rem 1rem;border-left:4px solid #c92a2a;white-space:pre-wrap}blockquote.firm{border-color:#2b8a3e}textarea{width:100%;min-height:8rem}</style>
<h1>Queixa Aqui</h1>${body}</html>`;
  app.get('/', (_request, reply) => {
    const items = [...complaints.values()].map(
      ({ id, title }) => `<li><a href="/reclamacao/${id}">${escaped(title)}</a></li>`,
    );
    return reply.type('text/html; charset=utf-8').send(page('Queixa Aqui', `<ul>${items.join('')}</ul>`));
  });
  app.get<{ Params: { id: string } }>('/reclamacao/:id', (request, reply) => {
    const complaint = complaints.get(request.params.id);
    if (!complaint) return reply.code(404).send('404');
    const words = complaint.words.map(
      ({ by, text }) => `<blockquote class="${by}">${escaped(text)}</blockquote>`,
    );
    const mark = complaint.mark === undefined ? '' : `<p>Nota ${complaint.mark}/10</p>`;
    const form =
      '<form method="post"><label>Resposta da empresa<textarea name="text" required></textarea></label><button>Publicar</button></form>';
    const head = `<h2>${escaped(complaint.title)}</h2><p>${escaped(complaint.consumer.name)} · ID ${complaint.id}</p>`;
    const body = `${head}${words.join('')}${mark}${form}`;
    return reply.type('text/html; charset=utf-8').send(page(complaint.title, body));
  });
  app.post<{ Params: { id: string }; Body: { text?: string } }>('/reclamacao/:id', async (request, reply) => {
    const { id } = request.params;
    if (!complaints.has(id) || !request.body.text) return await reply.code(404).send('404');
    await publish(id, String(request.body.text));
    return await reply.redirect(`/reclamacao/${id}`, 303);
  });
}
