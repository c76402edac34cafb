import type { FastifyInstance } from 'fastify';
import type { SimComplaint } from './complaint.ts';

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0) ?? 0};`);

/** The pages of the site: every complaint, and the firm's form below it. */
export function mountPages(
  app: FastifyInstance,
  complaints: Map<string, SimComplaint>,
  publish: (id: string, text: string) => Promise<void>,
): void {
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
