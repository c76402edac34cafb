import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTown, type Town } from './modules/customers/testing.ts';

/** What every answer carries, whatever it is: right and wrong calls, pages, files, hooks. */

let town: Town;
let url: string;
beforeAll(async () => {
  town = await openTown({ publicUrl: 'https://meada.example', env: { ROLES: 'web' } });
  const { kernel } = town;
  const port = town.http?.addresses()[0];
  if (typeof port !== 'object') throw new Error('not listening');
  url = `http://127.0.0.1:${port.port}`;
  expect(kernel.publicUrl).toBe('https://meada.example');
});
afterAll(() => town?.stop());

const asked: [method: string, path: string][] = [
  ['GET', '/'],
  ['GET', '/settings/inboxes'],
  ['GET', '/api/session'],
  ['GET', '/api/conversations?view=all'],
  ['GET', '/api/nothing'],
  ['POST', '/api/session'],
  ['POST', '/api/setup'],
  ['GET', '/api/chat/messages'],
  ['POST', '/api/chat/0000000000/session'],
  ['POST', '/hooks/0000000000'],
  ['GET', '/files/01940000-0000-7000-8000-000000000001'],
  ['GET', '/health'],
  ['GET', '/assets/nothing.js'],
  ['GET', '/widget/nothing.js'],
  ['OPTIONS', '/api/session'],
  ['PUT', '/'],
];

describe('headers of every answer', () => {
  it.each(asked)('%s %s', async (method, path) => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      ...(method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}),
    });
    const text = await response.text();
    const { headers } = response;
    expect(response.status).toBeLessThan(500);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8,}/);
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors/);
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    if (path.startsWith('/api/')) expect(headers.get('cache-control')).toBe('no-store');
    if (text !== '') expect(headers.get('content-type')).toMatch(/; ?charset=utf-8/i);
  });

  it('methods that no route has are not answered', async () => {
    for (const method of ['DELETE', 'PATCH', 'PUT', 'PROPFIND'])
      expect((await fetch(`${url}/api/conversations`, { method })).status, method).toBe(404);
  });
});

it('an installation without https asks for none', async () => {
  const plain = await openTown({ database: town.database, env: { ROLES: 'web' } });
  try {
    const response = await fetch(`${plain.url}/api/session`);
    expect(response.headers.get('strict-transport-security')).toBeNull();
  } finally {
    await plain.stop();
  }
});
