import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiSimulator, startApi } from './index.ts';
import { isSigned, sign } from './signing.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const at = new Date(1614265330_000);
const known = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

let system: ApiSimulator;
beforeAll(async () => {
  system = await startApi({ secret });
});
afterAll(() => system.stop());

const deliver = (headers: Record<string, string>, body: string) =>
  fetch(system.deliverUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
const message = (more: object = {}) => JSON.stringify({ type: 'message', id, text: 'Oi', ...more });

it('signs and checks as the scheme says', () => {
  const body = '{"test": 2432232314}';
  const headers = sign(secret, { id, at, body });
  expect(headers['webhook-signature']).toBe(known);
  expect(isSigned(secret, { headers, body }, at)).toBe(true);
  expect(isSigned(secret, { headers, body: `${body} ` }, at)).toBe(false);
  expect(isSigned(secret, { headers, body }, new Date(at.getTime() + 301_000))).toBe(false);
  expect(isSigned(secret, { headers: {}, body }, at)).toBe(false);
});

it('keeps a message once, under whatever fault it came', async () => {
  const headers = sign(secret, { id, at: new Date(), body: message() });
  expect((await deliver({}, message())).status).toBe(401);
  system.failNext({ how: 'answer', status: 429, headers: { 'retry-after': '3' } });
  const refused = await deliver(headers, message());
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
  system.failNext({ how: 'cut' });
  await expect(deliver(headers, message())).rejects.toThrow();
  expect(await (await deliver(headers, message())).json()).toEqual({ externalId: `sys-${id}` });
  expect(system.received()).toHaveLength(1);
  expect(system.attempts.map(({ status, isCopy }) => [status, isCopy])).toEqual([
    [401, false],
    [429, false],
    [null, false],
    [200, true],
  ]);
});

it('has files under an address', async () => {
  const url = system.file('a b.txt', new TextEncoder().encode('olá'), 'text/plain');
  expect(await (await fetch(url)).text()).toBe('olá');
  expect((await fetch(`${url}x`)).status).toBe(404);
});
