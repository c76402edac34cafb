import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { demoBot, startTelegram, type Telegram } from './index.ts';

/** What is waited for may take this long on a busy machine. */
const soon = { timeout: 15_000, interval: 20 };

let platform: Telegram;
let ana: number;
beforeEach(async () => {
  platform = await startTelegram();
  ana = platform.customer({ firstName: 'Ana', username: 'ana' }).id;
});
afterEach(() => platform.stop());

type Answer = { ok: boolean; result?: unknown; description?: string; parameters?: { retry_after?: number } };

async function call(
  method: string,
  fields: object = {},
  token = demoBot.token,
): Promise<Answer & { status: number }> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(fields) };
  const response = await fetch(`${platform.url}/bot${token}/${method}`, init);
  return { ...((await response.json()) as Answer), status: response.status };
}

describe('the Bot API', () => {
  it('knows its bots by token', async () => {
    expect(await call('getMe')).toMatchObject({
      ok: true,
      result: { username: demoBot.username, is_bot: true },
    });
    expect(await call('getme')).toMatchObject({ ok: true });
    expect(await call('getMe', {}, `${demoBot.token}x`)).toMatchObject({ status: 401, ok: false });
    expect(await call('getMe', {}, 'nonsense')).toMatchObject({ status: 404 });
    expect(await call('flyToTheMoon')).toMatchObject({ status: 404 });
  });

  it('takes parameters by query, form, JSON and multipart alike', async () => {
    platform.startsWith(ana);
    const url = `${platform.url}/bot${demoBot.token}/sendMessage`;
    const fields = { chat_id: String(ana), text: 'oi' };
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const bodies = [new URLSearchParams(fields), form];
    for (const body of bodies) expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
    expect((await fetch(`${url}?${new URLSearchParams(fields)}`)).status).toBe(200);
    expect(platform.chat(ana).filter((one) => one.by === 'bot')).toHaveLength(3);
  });

  it.each([
    [{ text: 'x' }, 'chat not found', {}],
    [{ text: ' ' }, 'message text is empty', { known: true }],
    [{ text: 'x'.repeat(4097) }, 'message is too long', { known: true }],
    [
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'é'.repeat(33) }]] } },
      'BUTTON_DATA_INVALID',
      { known: true },
    ],
    [{ text: 'x', reply_parameters: { message_id: 1 } }, 'message to be replied not found', { known: true }],
  ])('refuses %o: %s', async (fields, description, { known }: { known?: boolean }) => {
    if (known) platform.startsWith(ana);
    const answer = await call('sendMessage', { chat_id: ana, ...fields });
    expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${description}` });
  });

  it('lets a burst through to one chat, then says how long to wait', async () => {
    platform.startsWith(ana);
    const answers = [];
    for (let i = 0; i < 4; i += 1) answers.push(await call('sendMessage', { chat_id: ana, text: String(i) }));
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 429]);
    expect(answers[3]?.parameters?.retry_after).toBeGreaterThanOrEqual(1);
  });

  it('takes thirty messages a second over all chats', async () => {
    const people = Array.from({ length: 31 }, (_, i) => platform.customer({ firstName: `P${i}` }).id);
    for (const person of people) platform.startsWith(person);
    const sent = await Promise.all(people.map((chat_id) => call('sendMessage', { chat_id, text: 'oi' })));
    expect(sent.filter((one) => one.status === 429)).toHaveLength(1);
  });

  it('holds a poll open until something comes, and forgets what was confirmed', async () => {
    const held = call('getUpdates', { timeout: 20 });
    platform.customerSends(ana, { text: 'um' });
    const first = (await held).result as { update_id: number }[];
    expect(first).toHaveLength(1);
    expect((await call('getUpdates')).result).toHaveLength(1);
    expect((await call('getUpdates', { offset: (first[0]?.update_id ?? 0) + 1 })).result).toEqual([]);
  });

  it('calls no webhook outside this machine', async () => {
    expect(await call('setWebhook', { url: 'https://example.com/hook' })).toMatchObject({ status: 400 });
    expect(
      await call('setWebhook', { url: 'http://127.0.0.1:9/', secret_token: 'com espaço' }),
    ).toMatchObject({
      status: 400,
    });
  });

  it('says in getWebhookInfo why a webhook fails, and keeps the update', async () => {
    await call('setWebhook', { url: 'http://127.0.0.1:9/' });
    platform.customerSends(ana, { text: 'um' });
    await vi.waitFor(
      async () =>
        expect((await call('getWebhookInfo')).result).toMatchObject({
          pending_update_count: 1,
          last_error_message: expect.any(String),
        }),
      soon,
    );
    expect(await call('getUpdates')).toMatchObject({ status: 409 });
  });

  it('gives an album one group id and every message one number', () => {
    const file = { kind: 'photo' as const, name: 'a.png', type: 'image/png', bytes: new Uint8Array([1, 2]) };
    const album = platform.customerSends(ana, { text: 'duas', files: [file, file] });
    expect(new Set(album.map((one) => one.raw.media_group_id)).size).toBe(1);
    expect(new Set(album.map((one) => one.raw.message_id)).size).toBe(2);
  });

  it('uses no number of an earlier run again', async () => {
    const [before] = platform.customerSends(ana, { text: 'antes' });
    const pause = Date.now();
    await vi.waitFor(() => expect(Date.now() - pause).toBeGreaterThan(250), soon);
    const later = await startTelegram();
    later.customer({ id: ana, firstName: 'Ana' });
    const [after] = later.customerSends(ana, { text: 'depois' });
    await later.stop();
    expect(after?.raw.message_id).toBeGreaterThan(before?.raw.message_id ?? 0);
  });
});
