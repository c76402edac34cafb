import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { soon } from '../../../kernel/testing/patience.ts';
import { sweepUploads } from '../../conversations/index.ts';
import { openTown, type Shop, type Town } from '../../customers/testing.ts';
import type { Browser } from '../../people/testing-browser.ts';

/** Canned replies over HTTP: who sees which, their files, their variables, and what the send path refuses. */

let town: Town;
let shop: Shop;
let agent: Browser;
let agentId: string;
let talk: { id: string };
const basic = { shortcut: 'ola', title: 'Olá', text: 'Olá, {{cliente.primeiro_nome|tudo bem}}!' };

beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Emporio');
  const joined = await shop.join('agent');
  agent = joined.browser;
  agentId = joined.id;
  const inbox = await shop.owner.ok('POST', '/api/inboxes', {
    channel: 'api',
    name: 'Sistema',
    settings: {},
  });
  const { secret } = await shop.owner.ok('POST', '/api/keys', { name: 'K', scopes: ['channel.push'] });
  await fetch(`${town.url}/api/channel/${inbox.id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      items: [
        {
          kind: 'message',
          externalId: 'm1',
          at: '2026-03-02T12:00:00Z',
          from: { id: 'u1', name: 'Dra. Bia <i>Reis</i>' },
          text: 'Oi',
        },
      ],
    }),
  });
  talk = await vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
    expect(items.length).toBe(1);
    return items[0];
  }, soon);
});
afterAll(() => town.stop());

const save = (who: Browser, more: object = {}) => who.call('POST', '/api/canned', { ...basic, ...more });
const seen = async (who: Browser): Promise<string[]> =>
  (await who.ok('GET', '/api/canned')).items.map((one: { shortcut: string }) => one.shortcut);

async function upload(who: Browser, name = 'tabela.txt'): Promise<string> {
  const body = new FormData();
  body.set('file', new Blob([`palavras ${name}`], { type: 'text/plain' }), name);
  const cookie = [...who.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  const answer = await fetch(`${town.url}/api/files`, {
    method: 'POST',
    headers: { 'x-meada-csrf': '1', cookie },
    body,
  });
  return ((await answer.json()) as { id: string }).id;
}

const bytes = async (url: string | undefined): Promise<string> => (await fetch(`${town.url}${url}`)).text();

describe('who sees a reply', () => {
  it('everybody, some teams, or its owner; a shortcut of one’s own stands beside the firm’s', async () => {
    const own = { shownTo: 'own', title: 'Minha' };
    expect((await save(shop.owner)).status).toBe(200);
    expect(await save(shop.owner)).toMatchObject({ status: 409, body: { field: 'body.shortcut' } });
    expect((await save(agent)).status).toBe(403);
    const mine = await save(agent, own);
    expect(mine.body).toMatchObject({ mayChange: true, shownTo: 'own', uses: 0 });
    expect((await save(agent, own)).status).toBe(409);
    expect(await seen(agent)).toEqual(['ola', 'ola']);
    expect(await seen(shop.owner)).toEqual(['ola']);
    const path = `/api/canned/${mine.body.id}`;
    expect((await shop.owner.call('PUT', path, { ...basic, title: 'x' })).status).toBe(404);
    expect((await agent.call('PUT', path, { ...basic, shownTo: 'all' })).status).toBe(403);
    expect((await agent.call('DELETE', path)).status).toBe(200);

    const team = await shop.owner.ok('POST', '/api/teams', { name: 'Trocas', memberIds: [] });
    const forTeam = { shortcut: 'trocas', shownTo: 'teams', teamIds: [team.id] };
    expect((await save(shop.owner, { ...forTeam, teamIds: [] })).status).toBe(422);
    expect((await save(shop.owner, { ...forTeam, teamIds: [randomUUID()] })).status).toBe(422);
    await shop.owner.ok('POST', '/api/canned', { ...basic, ...forTeam });
    expect(await seen(agent)).toEqual(['ola']);
    await shop.owner.ok('PUT', `/api/teams/${team.id}`, { name: 'Trocas', memberIds: [agentId] });
    expect(await seen(agent)).toEqual(['ola', 'trocas']);
    // A team that goes leaves a reply to whoever manages; it does not become everybody's.
    await shop.owner.ok('DELETE', `/api/teams/${team.id}`);
    expect(await seen(agent)).toEqual(['ola']);
    expect(await seen(shop.owner)).toEqual(['ola', 'trocas']);
  });

  it('what is taken most comes first, for each', async () => {
    const other = await save(shop.owner, { shortcut: 'zz' });
    for (let n = 0; n < 2; n += 1) await agent.ok('POST', `/api/canned/${other.body.id}/use`, {});
    expect((await seen(agent))[0]).toBe('zz');
    const { items } = await agent.ok('GET', '/api/canned');
    expect(items[0]).toMatchObject({ uses: 2, ownUses: 2 });
    expect((await shop.owner.ok('GET', '/api/canned')).items[0]).toMatchObject({ uses: 2, ownUses: 0 });
  });
});

describe('the files of a reply', () => {
  it('stay with it, are copied for each message, and neither holds the other', async () => {
    const given = await upload(shop.owner);
    const foreign = await upload(agent);
    expect((await save(shop.owner, { shortcut: 'f', attachmentIds: [foreign] })).status).toBe(422);
    const made = (await save(shop.owner, { shortcut: 'f', attachmentIds: [given] })).body as {
      id: string;
      files: { id: string; url: string; name: string }[];
    };
    expect(made.files.map(({ name }) => name)).toEqual(['tabela.txt']);
    expect(await bytes(made.files[0]?.url)).toBe('palavras tabela.txt');
    const copy = async () => (await agent.ok('POST', `/api/canned/${made.id}/use`, {})).attachments[0].id;
    const [first, left] = [await copy(), await copy()];
    const message = (id: string) => ({
      clientId: randomUUID(),
      content: { kind: 'media', media: 'document' },
      attachmentIds: [id],
    });
    // Nobody sends another's copy, nor the reply's own file.
    const path = `/api/conversations/${talk.id}/messages`;
    expect((await shop.owner.call('POST', path, message(first))).status).toBe(422);
    expect((await agent.call('POST', path, message(made.files[0]?.id ?? ''))).status).toBe(422);
    await agent.ok('POST', path, message(first));
    await shop.run((ctx) =>
      sql`UPDATE attachments SET created_at = created_at - interval '3 days' WHERE org_id = ${ctx.orgId}`.execute(
        ctx.db,
      ),
    );
    await sweepUploads(town.kernel);
    expect(await bytes(made.files[0]?.url)).toBe('palavras tabela.txt');
    expect((await agent.call('POST', path, message(left))).status).toBe(422);
    // Named again it stays, left out it goes; the message keeps its own.
    const id = made.files[0]?.id ?? '';
    const body = { ...basic, shortcut: 'f' };
    const again = await shop.owner.ok('PUT', `/api/canned/${made.id}`, { ...body, attachmentIds: [id] });
    expect(again.files.length).toBe(1);
    const without = await shop.owner.ok('PUT', `/api/canned/${made.id}`, body);
    expect(without.files).toEqual([]);
    expect((await fetch(`${town.url}${made.files[0]?.url}`)).status).toBe(404);
    const { items } = await agent.ok('GET', path);
    const sent = items.flatMap((one: { attachments: { url: string }[] }) => one.attachments)[0];
    expect(await bytes(sent.url)).toBe('palavras tabela.txt');
  });
});

describe('variables', () => {
  it('are what the reader sees of customer, conversation and house', async () => {
    const read = await agent.ok('GET', `/api/conversations/${talk.id}/variables`);
    expect(read).toMatchObject({
      locale: null,
      ownLocale: 'pt-BR',
      values: {
        'customer.name': 'Dra. Bia <i>Reis</i>',
        'customer.first_name': 'Bia',
        organisation: 'Emporio',
      },
      timed: { 'pt-BR': { greeting: expect.stringMatching(/^(bom dia|boa tarde|boa noite)$/) } },
    });
    const other = await town.shop('Outra');
    expect((await other.owner.call('GET', `/api/conversations/${talk.id}/variables`)).status).toBe(404);
  });

  it('that nobody filled never leave the house; a note may have them', async () => {
    const path = `/api/conversations/${talk.id}/messages`;
    const words = (text: string, internal = false) => ({
      clientId: randomUUID(),
      content: { kind: 'text', text },
      internal,
    });
    expect(await agent.call('POST', path, words('Oi, {{ cliente.nome }}'))).toMatchObject({
      status: 422,
      body: { field: 'body.content.text' },
    });
    expect((await agent.call('POST', path, words('em Vue se escreve {{ valor }}'))).status).toBe(200);
    expect((await agent.call('POST', path, words('use {{cliente.nome}} aqui', true))).status).toBe(200);
  });

  it('rich words are kept without what a mail must not have', async () => {
    const html = '<p onclick="x()">Oi <b>{{cliente.nome}}</b><script>1</script></p>';
    const made = await save(shop.owner, { shortcut: 'rico', html });
    expect(made.body.html).toBe('<p>Oi <b>{{cliente.nome}}</b></p>');
  });
});
