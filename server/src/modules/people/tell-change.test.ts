import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { soon } from '../../kernel/testing/patience.ts';
import { type House, openHouse, password } from './testing.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const told = (email: string): string[] =>
  house.mails.filter((mail) => mail.to === email).map((mail) => mail.subject);
const codeOf = (url: string): string =>
  new TOTP({ secret: new URL(url).searchParams.get('secret') ?? '', digits: 6, period: 30 }).generate({
    timestamp: house.clock.now().getTime(),
  });

it('whoever has an account hears of every change of how they sign in, whoever made it', async () => {
  const { email, browser } = await house.found('Alfa');
  const { url } = await browser.ok('POST', '/api/session/factor', { password });
  await browser.ok('PUT', '/api/session/factor', { code: codeOf(url) });
  house.clock.advance(60_000);
  await browser.ok('DELETE', '/api/session/factor', { password, code: codeOf(url) });
  await browser.ok('PUT', '/api/session/password', { current: password, next: 'another long enough one' });
  await vi.waitFor(() => expect(told(email)).toHaveLength(3), soon);
  expect(told(email).sort()).toEqual([
    'Sua senha foi trocada',
    'Verificação em duas etapas ativada',
    'Verificação em duas etapas desativada',
  ]);
  const mail = house.mails.find((one) => one.subject === 'Sua senha foi trocada');
  expect(mail?.text).toContain('2 de março de 2026');
  expect(mail?.text).toContain(house.kernel.publicUrl);
  expect(mail?.text).not.toMatch(/another long|\{\w+\}/);
});

it('a wrong password and a missing right stand in the log, without what was typed', async () => {
  const { email, browser } = await house.found('Beta');
  const lines: unknown[] = [];
  const written = vi.spyOn(house.kernel.log, 'info').mockImplementation((...line) => void lines.push(line));
  await house.browser().call('POST', '/api/session', { email, password: 'hunter2 hunter2' });
  browser.headers.origin = 'https://evil.example';
  await browser.call('POST', '/api/labels', { name: 'X', colour: '#ffffff' });
  written.mockRestore();
  expect(lines).toMatchObject([
    ['a request was refused', { reason: 'wrong_credentials', route: '/api/session', address: '127.0.0.1' }],
    ['a request was refused', { reason: 'bad_origin' }],
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/hunter2|owner@/);
});
