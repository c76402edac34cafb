import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse } from './testing.ts';
import { isWeak } from './weak-passwords.ts';

const about = ['marina.alves@emporio-fio.example', 'Marina Alves', 'Empório Fio'];

it.each([
  ...['1234567890', '0987654321', 'qwertyuiop', 'qwerty123456', 'asdfghjkl123', '1q2w3e4r5t', '1qaz2wsx3edc'],
  ...['aaaaaaaaaaaa', 'abcabcabcabc', 'ababababab', '11111111112', 'abcdefghijkl'],
  ...[
    'Password123!',
    'P@ssw0rd2024',
    'senha123456',
    'Senha@2025!',
    'minhasenha1',
    'Flamengo1981',
    'brasil2026!',
  ],
  ...[
    'iloveyou2024',
    'teamomaria',
    'deusefiel10',
    'welcome12345',
    'contraseña123',
    'changeme!!1',
    'adminadmin1',
  ],
  ...['marina.alves', 'MarinaAlves1', 'emporiofio2026', 'alves-marina-1985', 'Emporio_senha1'],
])('%s is refused', (password) => expect(isWeak(password, about)).toBe(true));

it.each([
  ...[
    'a password nobody guesses',
    'no password of anybody',
    'correct horse battery',
    'três gatos no telhado azul',
  ],
  ...[
    'xK9#mQ2$vL7p',
    'tigre-lilás-4-moinho',
    'Zebra?Girafa!Lontra',
    '猫が窓辺で眠っている午後三時',
    'marina comprou 7 abacates',
  ],
])('%s is taken', (password) => expect(isWeak(password, about)).toBe(false));

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

it('is refused wherever a password is chosen, at its field, and the old one stands', async () => {
  const setUp = { organisation: 'Fio', name: 'Dona', email: 'dona@fio.example', password: 'Senha123456!' };
  expect(await house.browser().call('POST', '/api/setup', setUp)).toMatchObject({
    status: 422,
    body: { code: 'weak_password', field: 'body.password' },
  });
  const { email, browser } = await house.found('Alfa');
  const change = { current: 'a password nobody guesses', next: 'Password123!' };
  expect(await browser.call('PUT', '/api/session/password', change)).toMatchObject({
    status: 422,
    body: { code: 'weak_password', field: 'body.next' },
  });
  const invited = await browser.ok('POST', '/api/people/invitations', {
    email: 'nova@alfa.example',
    role: 'agent',
  });
  const accepting = {
    token: String(invited.link).split('/').at(-1),
    name: 'Nova Silva',
    password: 'novasilva2026',
  };
  expect(await house.browser().call('POST', '/api/invitations/accept', accepting)).toMatchObject({
    status: 422,
    body: { code: 'weak_password', field: 'body.password' },
  });
  await house.browser().ok('POST', '/api/session/reset', { email });
  const choosing = { token: await house.tokenMailed(email, 'reset'), password: 'Flamengo1981' };
  expect(await house.browser().call('PUT', '/api/session/reset', choosing)).toMatchObject({
    status: 422,
    body: { code: 'weak_password', field: 'body.password' },
  });
  expect(
    (await house.browser().call('POST', '/api/session', { email, password: change.current })).status,
  ).toBe(200);
});
