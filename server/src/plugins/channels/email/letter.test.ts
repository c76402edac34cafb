import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Mail, startMail } from '../../../../../simulators/src/mail/index.ts';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../../kernel/ctx.ts';
import { layCopies } from '../../../modules/conversations/index.ts';
import { type Browser, makeBrowser } from '../../../modules/people/testing-browser.ts';
import { startTestApp, type TestApp } from '../../../testing/app.ts';

/** A customer writes, an agent answers with everything a mail has, the customer reads it. */
const address = 'sac@loja.test';
const password = 'a long pass phrase of the owner';
let sim: Mail;
let app: TestApp;
let agent: Browser;
let inboxId: string;
let conversation: { id: string; [name: string]: unknown };

beforeAll(async () => {
  sim = await startMail({ accounts: [{ address, password: 'p' }] });
  app = await startTestApp({ env: { EGRESS_ALLOW: sim.allow.join(',') } });
  agent = makeBrowser(app.url);
  await agent.ok('POST', '/api/setup', {
    organisation: 'Loja',
    name: 'Ana Lima',
    email: 'ana@loja.test',
    password,
  });
  const at = (prefix: string, { host, port }: { host: string; port: number }) => ({
    [`${prefix}Host`]: host,
    [`${prefix}Port`]: port,
    [`${prefix}Security`]: 'none',
    [`${prefix}Password`]: 'p',
  });
  const settings = {
    address,
    signature: '{{agent.name}} & {{brand}}',
    ...at('imap', sim.imap),
    ...at('smtp', sim.smtp),
  };
  inboxId = (await agent.ok('POST', '/api/inboxes', { channel: 'email', name: 'SAC', settings })).id;
  await sim.customerSends({
    from: { name: 'Bia', address: 'bia@cliente.test' },
    to: address,
    cc: 'chefe@cliente.test',
    subject: 'Pedido 1042',
    text: 'Cadê?',
    html: '<p>Cadê <b>meu pedido</b>?<img src="https://espia.test/p.gif"></p>',
  });
  await vi.waitFor(async () => expect(await list()).toHaveLength(1), { timeout: 20_000, interval: 100 });
  conversation = await agent.ok('GET', `/api/conversations/${(await list())[0].id}`);
}, 60_000);
afterAll(async () => {
  await app?.stop();
  await sim?.stop();
});
const list = async () => (await agent.ok('GET', '/api/conversations')).items;
const write = (body: object) =>
  agent.call('POST', `/api/conversations/${conversation.id}/messages`, {
    clientId: crypto.randomUUID(),
    content: { kind: 'text', text: '' },
    ...body,
  });
const mails = (who: string, count: number) =>
  expect.poll(() => sim.mailbox(who), { timeout: 20_000 }).toHaveLength(count);

async function upload(): Promise<string> {
  const pixel = Buffer.from('R0lGODlhAQABAAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
  const form = new FormData();
  form.set('file', new Blob([pixel], { type: 'image/gif' }), 'foto.gif');
  const cookie = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { ...agent.headers, cookie };
  const answer = await fetch(`${app.url}/api/files`, { method: 'POST', body: form, headers });
  return ((await answer.json()) as { id: string }).id;
}

it('rich text, a picture inside, copies chosen, and what is answered below', async () => {
  const messages = (await agent.ok('GET', `/api/conversations/${conversation.id}/messages`)).items;
  const picture = await upload();
  const html = `<p>Olá <strong>Bia</strong>, <a href="https://loja.test/r">rastreie</a></p><ul><li>caixa</li></ul><img src="cid:${picture}"><img src="cid:${crypto.randomUUID()}"><script>x()</script>`;
  const answer = await write({
    html,
    content: { kind: 'media', media: 'image' },
    attachmentIds: [picture],
    cc: [{ value: 'Fiscal@Loja.test', name: 'Fiscal' }],
    bcc: [{ value: 'arquivo@loja.test' }],
    quotedId: messages[0].id,
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ hasHtml: true, attachments: [{ inline: true }] });
  expect(String((answer.body.content as { text: string }).text)).toMatch(
    /Olá Bia, rastreie <https:\/\/loja\.test\/r>/,
  );
  await mails('bia@cliente.test', 1);
  const [got] = await sim.mailbox('bia@cliente.test');
  expect(got?.mail.html).toContain('<strong>Bia</strong>');
  expect(got?.mail.html).toContain(`cid:${picture}`);
  expect(got?.mail.html).toMatch(/gmail_quote[\s\S]+meu pedido/);
  expect(got?.mail.text).toMatch(/Bia <bia@cliente\.test> escreveu:\n> Cadê/);
  expect(got?.mail.cc?.map((one) => one.address)).toEqual(['Fiscal@loja.test']);
  const raw = got?.raw.toString() ?? '';
  for (const secret of ['espia.test', 'arquivo@loja.test', '<script']) expect(raw).not.toContain(secret);
  await mails('arquivo@loja.test', 1);
  // Shown in the desk with its picture; the copies stand for the next answer.
  const shown = await agent.ok('GET', `/api/messages/${answer.body.id}/body`);
  expect(shown.html).toMatch(/<img[^>]+src="[^"]*\/files\//);
  const now = await agent.ok('GET', `/api/conversations/${conversation.id}`);
  expect(now.copied).toEqual([{ value: 'Fiscal@Loja.test', name: 'Fiscal' }]);
  // The customer's own copy to them is all they got.
  expect(await sim.mailbox('chefe@cliente.test')).toHaveLength(1);
});

it('without a word about copies everybody so far gets one; plain words bear the signature of the inbox', async () => {
  expect((await write({ content: { kind: 'text', text: 'Saiu hoje.' } })).status).toBe(200);
  await mails('chefe@cliente.test', 2);
  const [, copy] = await sim.mailbox('chefe@cliente.test');
  expect(copy?.mail.text).toContain('-- \nAna Lima & Loja');
});

it('refuses what is no address, a quotation from elsewhere, and keeps notes plain', async () => {
  const text = { content: { kind: 'text', text: 'x' } };
  expect((await write({ ...text, cc: [{ value: 'nada disso' }] })).body).toMatchObject({
    code: 'refused',
    field: 'body.cc.0.value',
  });
  expect((await write({ ...text, quotedId: crypto.randomUUID() })).body).toMatchObject({
    field: 'body.quotedId',
  });
  const note = await write({ ...text, internal: true, html: '<b>x</b>' });
  expect(note.body).toMatchObject({ hasHtml: false, content: { text: 'x' } });
  expect((await write({ html: '<p> </p>' })).status).toBe(422);
});

it('a person’s own signature is made safe, bears names, and goes before the inbox’s', async () => {
  const of = async () => (await agent.ok('GET', `/api/inboxes/${inboxId}/signature`)).html;
  expect(await of()).toBe('<p>Ana Lima &#38; Loja</p>');
  const html =
    '<p><b>{{agent.name}}</b> · {{brand}}<img src="https://espia.test/x.gif"><script>x()</script></p>';
  const kept = await agent.ok('PUT', '/api/signature', { html });
  expect(kept.html).not.toMatch(/espia|script/);
  expect(await of()).toContain('<b>Ana Lima</b> · Loja');
  await agent.ok('PUT', '/api/signature', { html: '<p> </p>' });
  expect((await agent.ok('GET', '/api/signature')).html).toBe('');
  expect(await of()).toBe('<p>Ana Lima &#38; Loja</p>');
  const [brand] = (await agent.ok('GET', '/api/brands')).items;
  const { id, ...facts } = brand;
  await agent.ok('PUT', `/api/brands/${id}`, { ...facts, signature: '<p>{{agent.name}}, {{brand}}</p>' });
  expect(await of()).toBe('<p>Ana Lima &#38; Loja</p>');
  await agent.ok('PATCH', `/api/inboxes/${inboxId}`, { settings: { signature: '' } });
  expect(await of()).toBe('<p>Ana Lima, Loja</p>');
  expect((await write({ content: { kind: 'text', text: 'Até já.' } })).status).toBe(200);
  await mails('bia@cliente.test', 3);
  expect((await sim.mailbox('bia@cliente.test')).at(-1)?.mail.text).toContain('-- \nAna Lima, Loja');
});

const first = (body: object) =>
  agent.call('POST', '/api/conversations', {
    clientId: crypto.randomUUID(),
    inboxId,
    subject: 'Proposta',
    address: { kind: 'email', value: 'novo@cliente.test', name: 'Novo' },
    content: { kind: 'text', text: '' },
    ...body,
  });

it('the first mail of a conversation has all an answer has', async () => {
  const [picture, file] = [await upload(), await upload()];
  const clientId = crypto.randomUUID();
  const html = `<p>Olá <strong>Novo</strong></p><img src="cid:${picture}"><script>x()</script><div>-- </div><div>Ana</div>`;
  const body = {
    clientId,
    html,
    content: { kind: 'media', media: 'image' },
    attachmentIds: [picture, file],
    cc: [{ value: 'fiscal@loja.test' }],
    bcc: [{ value: 'cofre@loja.test' }],
  };
  const begun = await first(body);
  expect(begun.status).toBe(200);
  // The signature is no news to those who look over the list.
  expect(begun.body.preview).toMatchObject({ text: 'Olá Novo' });
  expect((await first(body)).body.id).toBe(begun.body.id);
  await mails('novo@cliente.test', 1);
  const [got] = await sim.mailbox('novo@cliente.test');
  expect(got?.mail).toMatchObject({ subject: 'Proposta', cc: [{ address: 'fiscal@loja.test' }] });
  expect(got?.mail.html).toContain('<strong>Novo</strong>');
  expect(got?.mail.html).not.toContain('script');
  expect(got?.mail.attachments.map((one) => one.disposition).sort()).toEqual(['attachment', 'inline']);
  expect(got?.raw.toString()).not.toContain('cofre@loja.test');
  await mails('cofre@loja.test', 1);
});

it('a first mail is refused like an answer: no address, nothing said, a picture of nobody', async () => {
  expect((await first({ html: '<p>x</p>', bcc: [{ value: 'nada disso' }] })).body).toMatchObject({
    field: 'body.bcc.0.value',
  });
  expect((await first({ html: '<p> </p>' })).status).toBe(422);
  expect((await first({ html: '<p>x</p>', attachmentIds: [crypto.randomUUID()] })).status).toBe(422);
  expect((await first({ html: 'x'.repeat(500_001) })).status).toBe(400);
});

const inHouse = async <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => {
  const [row] = await app.kernel.database.asSystem((db) =>
    db.selectFrom('organisations').select('id').execute(),
  );
  return inTransaction(app.kernel, systemActor(row?.id ?? ''), work);
};
const waiting = () => inHouse((ctx) => ctx.db.selectFrom('sent_copies').select('dispatch_id').execute());
const ourCopies = async () =>
  (await sim.mailbox(address, 'Sent'))
    .map((one) => one.mail.messageId)
    .filter((id) => id !== '<tb1@loja.test>');

it('every mail lies in the Sent folder once, whenever the server was killed', async () => {
  await expect.poll(waiting, { timeout: 20_000 }).toEqual([]);
  const before = await ourCopies();
  expect(before.length).toBeGreaterThan(2);
  expect(new Set(before).size).toBe(before.length);
  // Killed behind the laying: all are wanted again, and found.
  const again = (ctx: Ctx) =>
    sql`INSERT INTO sent_copies (org_id, dispatch_id, inbox_id, due_at, created_at)
    SELECT org_id, id, inbox_id, ${ctx.clock.now()}, ${ctx.clock.now()} FROM dispatches`.execute(ctx.db);
  await inHouse(again);
  await layCopies(app.kernel);
  expect([await waiting(), (await ourCopies()).length]).toEqual([[], before.length]);
  // Killed before it, or the folder out of reach: the wish stands until the copy lies there.
  sim.faults.imap.sentName = null;
  const sent = await write({ content: { kind: 'text', text: 'Mais uma coisa.' } });
  expect(sent.status).toBe(200);
  // Tried, and put off: while somebody is at it the copy is held for longer.
  const soon = (ctx: Ctx) => new Date(ctx.clock.now().getTime() + 60_000);
  const tried = () =>
    inHouse((ctx) =>
      ctx.db
        .selectFrom('sent_copies')
        .where('attempts', '>', 0)
        .where('due_at', '<', soon(ctx))
        .select('attempts')
        .execute(),
    );
  await expect.poll(tried, { timeout: 20_000 }).toHaveLength(1);
  sim.faults.imap.sentName = 'Sent';
  await inHouse((ctx) => ctx.db.updateTable('sent_copies').set({ due_at: ctx.clock.now() }).execute());
  await layCopies(app.kernel);
  expect([await waiting(), (await ourCopies()).length]).toEqual([[], before.length + 1]);
});

it('a draft keeps its rich text', async () => {
  const path = `/api/conversations/${conversation.id}`;
  await agent.ok('PUT', `${path}/draft`, { text: 'Oi', html: '<p><b>Oi</b></p>' });
  expect((await agent.ok('GET', path)).draft).toMatchObject({ text: 'Oi', html: '<p><b>Oi</b></p>' });
});

it('what the firm sends with its own program comes into the conversation, once', async () => {
  const [first] = (await sim.mailbox('bia@cliente.test')).map((one) => one.mail.messageId);
  const raw = Buffer.from(
    `From: Loja <${address}>\r\nTo: bia@cliente.test\r\nSubject: Re: Pedido 1042\r\nMessage-ID: <tb1@loja.test>\r\nIn-Reply-To: ${first}\r\n\r\nSegue o boleto.\r\n`,
  );
  sim.store.addTo({ address, name: 'Sent' }, raw);
  // A restart of the listener looks at once; else it does each minute.
  await agent.ok('PATCH', `/api/inboxes/${inboxId}`, { settings: { name: 'Loja' } });
  const echoes = async () =>
    (await agent.ok('GET', `/api/conversations/${conversation.id}/messages`)).items.filter(
      (one: { echo: boolean }) => one.echo,
    );
  await expect.poll(echoes, { timeout: 30_000 }).toHaveLength(1);
  expect((await echoes())[0]).toMatchObject({
    author: { kind: 'person' },
    content: { text: 'Segue o boleto.' },
  });
  expect(await list()).toHaveLength(2);
}, 40_000);
