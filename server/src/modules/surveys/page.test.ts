import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addInbox, addTalk, type Desk, openDesk } from '../conversations/factories.ts';
import { mountSurveys } from './page.ts';
import { surveyToken } from './tokens.ts';

/** The public page: opening rates nothing, a press rates once, forged and old links open nothing. */

let desk: Desk;
let app: FastifyInstance;
let inboxId = '';
beforeAll(async () => {
  desk = await openDesk();
  inboxId = await addInbox(desk, 'letter');
  app = Fastify();
  mountSurveys(app, desk.kernel);
});
afterAll(async () => {
  await app?.close();
  await desk?.close();
});

type Row = { id: string; token: string; customerId: string };

async function asked(scale: 'faces' | 'thumbs' = 'faces', days = 14): Promise<Row> {
  const talk = await addTalk(desk, inboxId);
  return desk.as(null, async (ctx) => {
    const [id, at] = [ctx.ids.uuid(), ctx.clock.now()];
    const place = {
      conversation_id: talk.id,
      customer_id: talk.customerId,
      inbox_id: inboxId,
      leg_id: talk.legId,
    };
    const sent = { state: 'sent', sent_at: at, expires_at: new Date(at.getTime() + days * 86_400_000) };
    await ctx.db
      .insertInto('surveys')
      .values({
        ...{ org_id: ctx.orgId, id, ...place, ...sent, scale, comments: true },
        ...{ resolved_at: at, due_at: at, created_at: at },
      })
      .execute();
    return {
      id,
      token: surveyToken(ctx.secrets, { orgId: ctx.orgId, surveyId: id }),
      customerId: talk.customerId,
    };
  });
}
const rowOf = (id: string) =>
  desk.as(null, (ctx) =>
    ctx.db.selectFrom('surveys').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  );
const get = (path: string) => app.inject({ method: 'GET', url: `/pesquisa/${path}` });
const post = (path: string, fields: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url: `/pesquisa/${path}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });

it('opening every link rates nothing; one press does, and the same again is the same', async () => {
  const { id, token } = await asked();
  for (const rating of [1, 2, 3, 4, 5]) {
    const page = await get(`${token}/${rating}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Enviar esta nota');
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'sha256-/);
    expect(page.headers['cache-control']).toBe('no-store');
  }
  expect((await rowOf(id)).rating).toBeNull();
  const answers = await Promise.all([1, 2, 3].map(() => post(`${token}/4`, { rating: '4', by: 'tap' })));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect(await rowOf(id)).toMatchObject({ rating: 4, rated_by: 'link' });
  const { rows } = await desk.as(null, (ctx) =>
    ctx.client.query(`SELECT 1 FROM events WHERE name = 'survey.rated' AND facts->>'surveyId' = $1`, [id]),
  );
  expect(rows).toHaveLength(1);
  await post(token, { rating: '2' });
  expect(await rowOf(id)).toMatchObject({ rating: 2, mark: 'bad' });
});

it('the page runs its own script and no other', async () => {
  const { token } = await asked();
  const page = await get(`${token}/5`);
  const { createHash } = await import('node:crypto');
  const script = /<script>([\s\S]*)<\/script>/.exec(page.body)?.[1] ?? '';
  const hash = createHash('sha256').update(script).digest('base64');
  expect(page.headers['content-security-policy']).toContain(`'sha256-${hash}'`);
});

it('a comment is kept as said and shown as text; what is no rating is none', async () => {
  const { id, token } = await asked('thumbs');
  await post(token, { comment: 'antes da nota' });
  for (const rating of ['0', '3', '5', '-1', '1e0', '', 'x'.repeat(1000)]) await post(token, { rating });
  expect(await rowOf(id)).toMatchObject({ rating: null, comment: null });
  await post(token, { rating: '1' });
  const said = '<script>alert(1)</script> "ruim" \u0000';
  const page = await post(token, { comment: said });
  expect(page.body).not.toContain('<script>alert');
  expect((await rowOf(id)).comment).toBe('<script>alert(1)</script> "ruim"');
});

it('forged, foreign and ended links open nothing', async () => {
  const { id, token } = await asked();
  const other = await asked();
  const mixed = `${token.slice(0, 40)}${other.token.slice(40)}`;
  const altered = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  for (const wrong of [mixed, altered, 'x', `${token}x`, '%00'.repeat(20)]) {
    expect((await get(wrong)).statusCode).toBe(404);
    expect((await post(wrong, { rating: '1' })).statusCode).toBe(404);
  }
  desk.clock.advance(15 * 86_400_000);
  expect((await get(token)).body).toContain('já foi encerrada');
  await post(token, { rating: '1' });
  expect((await rowOf(id)).rating).toBeNull();
});

it('the link of somebody who was erased takes nothing', async () => {
  const { id, token, customerId } = await asked();
  await post(token, { rating: '4' });
  await desk.as(null, async (ctx) => {
    const at = { org_id: ctx.orgId, id: customerId };
    await ctx.client.query('UPDATE customers SET erased_at = $3 WHERE org_id = $1 AND id = $2', [
      ...Object.values(at),
      ctx.clock.now(),
    ]);
  });
  expect((await get(`${token}/1`)).body).toContain('já foi encerrada');
  await post(token, { rating: '1' });
  await post(token, { comment: 'Sou eu, a Maria' });
  expect(await rowOf(id)).toMatchObject({ rating: 4, comment: null });
});

it('who wants no more surveys is written into the ledger', async () => {
  const { token, customerId } = await asked();
  expect((await post(token, { refuse: '1' })).body).toContain('não vai mais receber pesquisas');
  const { rows } = await desk.as(null, (ctx) =>
    ctx.client.query('SELECT purpose, state, source FROM consents WHERE customer_id = $1', [customerId]),
  );
  expect(rows).toEqual([{ purpose: 'surveys', state: 'withdrawn', source: 'link' }]);
});

it('a program that asks all the time is slowed down', async () => {
  const { token } = await asked();
  const codes = [];
  for (let turn = 0; turn < 40; turn += 1) codes.push((await post(token, { rating: '5' })).statusCode);
  expect(codes.at(-1)).toBe(429);
});
