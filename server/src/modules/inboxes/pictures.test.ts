import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app.ts';

describe('pictures of the channels’ guides', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());
  const get = (path: string) => fetch(`${app.url}/api/channels/${path}`);

  it('serves what the guides name, so that it runs nothing even when opened by itself', async () => {
    for (const id of app.kernel.ports.channels.keys()) {
      const form = await get(`${id}/pictures/form.pt-BR.webp`);
      expect([id, form.status]).toEqual([id, 200]);
      expect(form.headers.get('content-type')).toBe('image/webp');
      expect(form.headers.get('x-content-type-options')).toBe('nosniff');
      expect((await form.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    }
    const [drawn] = app.kernel.ports.channels.keys();
    const drawing = await get(`${drawn}/pictures/console.es.svg`);
    expect(drawing.headers.get('content-type')).toBe('image/svg+xml');
    expect(drawing.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
  });

  it('serves every channel’s icon, to pages of other sites, too', async () => {
    for (const id of app.kernel.ports.channels.keys()) {
      const icon = await get(`${id}/icon.svg`);
      expect([id, icon.status, icon.headers.get('content-type')]).toEqual([id, 200, 'image/svg+xml']);
      expect(icon.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(await icon.text()).toMatch(/<svg[\s>]/);
    }
    expect((await get('nobody/icon.svg')).status).toBe(404);
  });

  it('reaches no other file and no other folder', async () => {
    const [id] = app.kernel.ports.channels.keys();
    for (const path of [
      `${id}/pictures/icon.svg`,
      `${id}/pictures/..%2Ficon.svg`,
      `${id}/pictures/..%2f..%2fdrawing.ts`,
      `${id}/pictures/%2e%2e%2fsetup.md`,
      `${id}/pictures/form.pt-BR.webp%00`,
      `${id}/pictures/form.fr.webp`,
      `${id}/pictures/`,
      '__proto__/pictures/form.en.webp',
      '..%2Fchannels/pictures/form.en.webp',
      'nobody/pictures/form.en.webp',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });
});
