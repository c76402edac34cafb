import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { measureImage, thumbnailOf } from './images.ts';
import { sniff } from './sniff.ts';

/** A server that counts who asks it for anything. */
let url: string;
let asked = 0;
const server = createServer((_request, response) => {
  asked += 1;
  response.end();
});
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const bytes = (text: string) => new TextEncoder().encode(text);
const open =
  'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40"';

it('lesson 4: an SVG is opened by nothing of ours, so that nothing in it fetches or reads', async () => {
  const inner = [
    `<image href="${url}/a.png" width="40" height="40"/>`,
    `<image xlink:href="${url}/b.svg#x" width="40" height="40"/>`,
    `<use href="${url}/c.svg#x"/>`,
    `<style>@import url("${url}/d.css"); rect { fill: url("${url}/e.svg#p") }</style><rect width="9" height="9"/>`,
    `<foreignObject width="9" height="9"><img src="${url}/f.png"/></foreignObject>`,
    '<image href="file:///etc/passwd" width="40" height="40"/>',
  ];
  const entity = `<!DOCTYPE svg [<!ENTITY x SYSTEM "${url}/g">]><svg ${open}><text y="9">&x;</text></svg>`;
  const texts = [
    ...inner.map((part) => `<svg ${open}>${part}</svg>`),
    `<?xml version="1.0"?><!-- a --><svg ${open}>${inner[0]}</svg>`,
    `<?xml version="1.0"?>${entity}`,
  ];
  const files = [
    ...texts.map(bytes),
    ...texts.map((text) => new Uint8Array(gzipSync(text))),
    new Uint8Array(Buffer.from(`\ufeff<svg ${open}>${inner[0]}</svg>`, 'utf16le')),
  ];
  for (const file of files) {
    const name = Buffer.from(file.subarray(0, 60)).toString('latin1');
    expect(await thumbnailOf(file), name).toBeNull();
    expect(await measureImage(file, 'image'), name).toBeNull();
    expect((await sniff(file)).kind, name).toBe('document');
  }
  expect(asked).toBe(0);
});
