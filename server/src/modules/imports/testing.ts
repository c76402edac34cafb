import { vi } from 'vitest';
import type { Shop, Town } from '../customers/testing.ts';
import type { Browser } from '../people/testing-browser.ts';

/** Lists brought in over HTTP by the whole server, for tests. */

type Parsed = ReturnType<typeof JSON.parse>;

export function openImporter(town: Town, shop: Shop) {
  const upload = (
    browser: Browser,
    text: string | Uint8Array<ArrayBuffer>,
    name = 'clientes.csv',
  ): Promise<Response> => {
    const body = new FormData();
    body.set('file', new Blob([text]), name);
    const cookie = [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    return fetch(`${town.url}/api/imports`, {
      method: 'POST',
      headers: { ...browser.headers, cookie },
      body,
    });
  };
  const until = (id: string, state: string): Promise<Parsed> =>
    vi.waitFor(
      async () => {
        const one = await shop.owner.ok('GET', `/api/imports/${id}`);
        if (one.state !== state) throw new Error(`is ${one.state}: ${one.error} at ${one.place}`);
        return one;
      },
      { timeout: 180_000, interval: 50 },
    );
  /** Read, mapped and tried dry. */
  const bring = async (
    text: string | Uint8Array<ArrayBuffer>,
    change: { mapping?: string[]; options?: object } = {},
  ): Promise<Parsed> => {
    const read = (await (await upload(shop.owner, text)).json()) as Parsed;
    if (change.mapping || change.options)
      await shop.owner.ok('PUT', `/api/imports/${read.id}/mapping`, {
        mapping: change.mapping ?? read.mapping,
        options: { ...read.options, ...change.options },
      });
    await shop.owner.ok('POST', `/api/imports/${read.id}/check`, {});
    return until(read.id, 'checked');
  };
  const start = async (id: string): Promise<Parsed> => {
    await shop.owner.ok('POST', `/api/imports/${id}/start`, {});
    return until(id, 'done');
  };
  const undo = async (id: string): Promise<Parsed> => {
    await shop.owner.ok('POST', `/api/imports/${id}/undo`, {});
    return until(id, 'undone');
  };
  const find = async (query: string): Promise<Parsed[]> =>
    (await shop.owner.ok('GET', `/api/customers?query=${encodeURIComponent(query)}`)).items;
  return { upload, until, bring, start, undo, find };
}
