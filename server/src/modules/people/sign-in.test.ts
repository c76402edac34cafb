import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse, password } from './testing.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it('lesson 70: set-up makes the first organisation and its owner, then locks itself', async () => {
  const browser = house.browser();
  expect(await browser.ok('GET', '/api/setup')).toMatchObject({ needed: true, demo: false });
  const body = { organisation: 'Loja Açaí & Cia', name: 'Ana', email: 'Ana@Example.org', password };
  const answers = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(() => house.browser().call('POST', '/api/setup', body)),
  );
  const done = answers.filter((answer) => answer.status === 200);
  expect(done).toHaveLength(1);
  for (const answer of answers) expect([200, 409]).toContain(answer.status);
  expect(done[0]?.body).toMatchObject({
    state: 'signed_in',
    me: { email: 'ana@example.org', role: 'owner', organisation: { slug: 'loja-acai-cia' } },
  });
  expect(await browser.ok('GET', '/api/setup')).toMatchObject({ needed: false });
  expect((await browser.call('POST', '/api/setup', body)).body).toMatchObject({ code: 'already_set_up' });
});

it('signs in, says who is there, signs out', async () => {
  const { browser, orgId } = await house.found('Alfa');
  const me = await browser.ok('GET', '/api/session');
  expect(me).toMatchObject({ organisation: { id: orgId, name: 'Alfa' }, role: 'owner', secondFactor: false });
  await browser.ok('DELETE', '/api/session');
  expect((await browser.call('GET', '/api/session')).status).toBe(401);
});
