import { randomUUID } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';
import { receive } from '../../../modules/inboxes/index.ts';
import { format } from './format.ts';
import { outbound, settings } from './testing.ts';

/** Script, markup and line ends in every field of a mail: on their way in, and in what the house sends back. */

const payloads = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</title></textarea><svg/onload=alert(1)>',
  'javascript:alert(1)//',
  '{{constructor.constructor("alert(1)")()}}',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
];
const encoded = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

const rawMail = (payload: string, id: string): string =>
  [
    `From: ${encoded(payload)} <cliente@exemplo.test>`,
    `To: ${encoded(payload)} <sac@loja.test>`,
    `Cc: ${encoded(payload)} <outro@exemplo.test>`,
    `Reply-To: ${encoded(payload)} <resposta@exemplo.test>`,
    `Subject: ${encoded(`${payload} Pedido`)}`,
    `Message-ID: <${id}@exemplo.test>`,
    `References: <"${payload}"@exemplo.test>`,
    `In-Reply-To: <"${payload}"@exemplo.test>`,
    `X-Mailer: ${payload}`,
    'Date: Mon, 02 Mar 2026 12:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Oi ${payload}`,
    '--b',
    `Content-Type: text/html; name="${encoded(payload)}"`,
    `Content-Disposition: attachment; filename="${encoded(payload)}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(payload).toString('base64'),
    '--b--',
    '',
  ].join('\r\n');

describe('lesson 15: fields of a mail are texts, wherever they are shown', () => {
  let town: Town;
  let shop: Shop;
  let inboxId: string;
  beforeAll(async () => {
    town = await openTown();
    shop = await town.shop('Alfa');
    const made = await shop.owner.ok('POST', '/api/inboxes', {
      channel: 'email',
      name: 'SAC',
      settings: { address: 'sac@loja.test', receiver: true },
    });
    inboxId = made.id;
  });
  afterAll(() => town?.stop());

  it.each(payloads)('%s comes out of the API as it was written, and as JSON only', async (payload) => {
    const id = randomUUID();
    const body = new TextEncoder().encode(rawMail(payload, id));
    await receive(town.kernel, { orgId: shop.orgId, inboxId }, [
      { externalId: id, body, headers: {}, facts: {} },
    ]);
    const talk = await vi.waitFor(async () => {
      const list = await fetched('/api/conversations?view=all');
      const found = list.body.items.find((item: { subject: string }) => item.subject?.startsWith(payload));
      if (!found) throw new Error('not read yet');
      return found;
    }, 20_000);
    expect(talk.subject).toBe(`${payload} Pedido`);
    const thread = await fetched(`/api/conversations/${talk.id}/messages`);
    const [first] = thread.body.items;
    expect(first.content.text).toBe(`Oi ${payload}`);
    const [file] = first.attachments;
    expect(file).toMatchObject({ kind: 'document', thumbnailUrl: null });
    expect(file.name).not.toMatch(/[/\\\p{Cc}]/u);
    const download = await fetch(new URL(file.url, town.url));
    expect(download.headers.get('content-type')).toBe('application/octet-stream');
    expect(download.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[\w .,()-]+"; filename\*=UTF-8''[\w%.~!*-]*$/,
    );
    await fetched(`/api/conversations/${talk.id}`);
    await fetched('/api/customers');
  });

  /** Whatever is answered is JSON that no browser takes for a page. */
  async function fetched(path: string) {
    const cookie = [...shop.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(town.url + path, { headers: { cookie } });
    expect(response.status, path).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    return { body: (await response.json()) as ReturnType<typeof JSON.parse> };
  }
});

/** A mail as it would leave, read back by another program. */
async function sent(part: Parameters<typeof outbound>[0], own: Record<string, unknown> = {}) {
  const mail = format(outbound(part), { ...settings, ...own } as never, 'Loja X');
  const raw = await new MailComposer(mail).compile().build();
  return { mail, raw: raw.toString('utf8'), read: await PostalMime.parse(raw), html: String(mail.html) };
}

const breaks = [
  '\r\nBcc: vitima@exemplo.test',
  '\nX-Added: 1',
  '\u2028Bcc: a@b.test',
  '\r\n\r\n<script>alert(1)</script>',
];

it.each([...payloads, ...breaks])(
  'lesson 15: %j in subject, names and thread adds no field and no markup',
  async (payload) => {
    const { mail, raw, read, html } = await sent({
      subject: `Seu ${payload} Pedido`,
      to: { kind: 'email', value: 'ana@cliente.test', name: `Ana ${payload}` },
      author: { name: `Bia ${payload}`, locale: 'pt-BR' },
      replyToExternalId: `<"${payload}"@exemplo.test>`,
      references: [payload, `<a${payload}@exemplo.test>`],
    });
    const lines = JSON.stringify([mail.subject, mail.from, mail.to, mail.replyTo, mail.references]);
    expect(
      JSON.parse(lines)
        .flat(3)
        .flatMap((one: unknown) => Object.values(Object(one)))
        .join(''),
    ).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    const known =
      /^(from|to|cc|reply-to|subject|message-id|in-reply-to|references|date|mime-version|content-type|content-transfer-encoding|x-meada-loop)$/;
    expect(read.headers.map(({ key }) => key).filter((key) => !known.test(key))).toEqual([]);
    expect(read.bcc ?? []).toEqual([]);
    expect(raw.split(/\r?\n\r?\n/)[0]).not.toMatch(/^bcc:/im);
    expect(html).not.toMatch(/<(script|img|svg|title)/i);
  },
);

const tags = (html: string): string[] => [
  ...new Set([...html.matchAll(/<\/?([a-z]+)/gi)].map((match) => match[1] ?? '')),
];

it.each(payloads)('lesson 59: %s in an automatic answer is words, not markup', async (payload) => {
  const { html, read } = await sent(
    { content: { v: 1, kind: 'text', text: `Voltamos amanhã. ${payload}` }, automatic: true },
    { signature: payload },
  );
  expect(tags(html).filter((tag) => !['p', 'br', 'div'].includes(tag))).toEqual([]);
  expect(read.text).toContain(payload);
  expect(read.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-replied');
});
