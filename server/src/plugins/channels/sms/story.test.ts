import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { gatewaySettings } from '../../../../../simulators/src/sms/inbox.ts';
import { demoAccount, type SmsSimulator, startSms } from '../../../../../simulators/src/sms/index.ts';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction } from '../../../kernel/ctx.ts';
import { addInbox } from '../../../modules/inboxes/index.ts';
import { foundOrganisation } from '../../../modules/people/index.ts';
import { startTestApp, type TestApp } from '../../../testing/app.ts';

/** Customer, provider and desk together, over both doors of the telephone network. */

let network: SmsSimulator;
let app: TestApp;
let orgId = '';
let headers: Record<string, string> = {};
const owner = {
  name: 'Ana',
  email: 'ana@loja.example',
  password: 'uma senha bem comprida',
  locale: 'pt-BR' as const,
};
const ana = '+5541988776655';

beforeAll(async () => {
  network = await startSms();
  app = await startTestApp({ env: { EGRESS_ALLOW: network.allow.join(',') } });
  const shop = { name: 'Loja', slug: 'loja', locale: 'pt-BR' as const, timeZone: 'America/Sao_Paulo' };
  ({ orgId } = await foundOrganisation(app.kernel, { organisation: shop, owner }));
  const body = JSON.stringify({ email: owner.email, password: owner.password });
  const signedIn = await fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-meada-csrf': '1', origin: app.url },
    body,
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  headers = { cookie, 'content-type': 'application/json', 'x-meada-csrf': '1', origin: app.url };
  expect(signedIn.status).toBe(200);
  await addInbox(app.kernel, systemActor(orgId), {
    channel: 'twilio',
    name: 'SMS',
    settings: {
      accountSid: demoAccount.sid,
      authToken: demoAccount.authToken,
      from: demoAccount.number,
      apiUrl: network.url,
      messagingUrl: network.url,
    },
  });
});
afterAll(async () => {
  await app?.stop();
  await network?.stop();
});

type Json = Record<string, unknown>;
async function api(path: string, body?: Json): Promise<{ status: number; body: Json }> {
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  const answer = await fetch(`${app.url}${path}`, init);
  return { status: answer.status, body: (await answer.json()) as Json };
}
type Item = { id: string; channel: string; preview: { text: string } | null };
const conversation = async (preview: string): Promise<Item> =>
  vi.waitFor(
    async () => {
      const items = (await api('/api/conversations')).body.items as Item[];
      const found = items.find((one) => one.preview?.text === preview);
      expect(found, JSON.stringify(items)).toBeDefined();
      return found as Item;
    },
    { timeout: 15_000, interval: 100 },
  );
let sent = 0;
function say(id: string, text: string) {
  sent += 1;
  const clientId = `0198c1a0-0000-7000-8000-${String(sent).padStart(12, '0')}`;
  return api(`/api/conversations/${id}/messages`, { clientId, content: { kind: 'text', text } });
}
type Shown = {
  content: { kind: string; text?: string; code?: string };
  dispatch: { state: string; error: { code: string } | null } | null;
  attachments: { state: string; type: string }[];
};
const thread = async (id: string): Promise<Shown[]> =>
  (await api(`/api/conversations/${id}/messages`)).body.items as Shown[];
const stateOf = (id: string, text: string, state: string) =>
  vi.waitFor(
    async () => {
      const one = (await thread(id)).find((message) => message.content.text === text);
      expect(one?.dispatch?.state).toBe(state);
      return one as Shown;
    },
    { timeout: 15_000, interval: 100 },
  );
const png = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

describe('the large provider', () => {
  it('is told where to send, and answered with an empty TwiML', async () => {
    expect(network.inboundUrl()).toMatch(/\/hooks\//);
    await network.writes({ phone: ana, text: 'Oi, é da loja?' });
    expect(network.webhooks.at(-1)).toMatchObject({ status: 200 });
    expect(network.webhooks.at(-1)?.body).toContain('<Response');
  });
  it('customer, desk, customer: with statuses', async () => {
    const { id } = await conversation('Oi, é da loja?');
    expect((await say(id, 'É sim! Em que posso ajudar?')).status).toBe(200);
    await stateOf(id, 'É sim! Em que posso ajudar?', 'delivered');
    expect(network.texts(ana).at(-1)?.text).toBe('É sim! Em que posso ajudar?');
  });
  it('an answer that never came is settled by the status, and nothing goes twice', async () => {
    const { id } = await conversation('É sim! Em que posso ajudar?');
    network.failNext({ cut: true });
    await say(id, 'Chega amanhã');
    await stateOf(id, 'Chega amanhã', 'delivered');
    expect(network.texts(ana).filter((one) => one.text === 'Chega amanhã')).toHaveLength(1);
  });
  it('a busy platform is waited for, a refusal is shown, a landline fails for good', async () => {
    const { id } = await conversation('Chega amanhã');
    network.failNext({ status: 429, code: 20429, message: 'Too Many Requests', retryAfter: 1 });
    await say(id, 'Depois do limite');
    await stateOf(id, 'Depois do limite', 'delivered');
    network.unreachable(ana, 30006);
    await say(id, 'Não chega');
    expect((await stateOf(id, 'Não chega', 'failed')).dispatch?.error?.code).toBe('30006');
    network.unreachable(ana, 0);
  });
  it('pictures are fetched with the account’s key; an address elsewhere is not asked for', async () => {
    await network.writes({ phone: '+14155550123', text: 'MMS', media: [{ bytes: png, type: 'image/png' }] });
    const { id } = await conversation('MMS');
    await vi.waitFor(
      async () =>
        expect((await thread(id))[0]?.attachments[0]).toMatchObject({ state: 'ready', type: 'image/png' }),
      { timeout: 15_000, interval: 100 },
    );
    const before = network.gateway.requests.length;
    await network.writes({ phone: '+14155550124', text: 'SSRF', mediaUrls: [`${network.url}/gateway/send`] });
    const other = await conversation('SSRF');
    await vi.waitFor(
      async () => {
        const rows = await inTransaction(app.kernel, systemActor(orgId), (ctx) =>
          ctx.db
            .selectFrom('attachments')
            .innerJoin('messages', 'messages.id', 'attachments.message_id')
            .select('attachments.error')
            .where('messages.conversation_id', '=', other.id)
            .execute(),
        );
        expect(rows[0]?.error).toMatch(/foreign address/);
      },
      { timeout: 15_000, interval: 100 },
    );
    expect(network.gateway.requests).toHaveLength(before);
  });
  it('STOP is confirmed once and ends the writing; START takes it up', async () => {
    const phone = '+5541977770001';
    await network.writes({ phone, text: 'Promoções?' });
    const { id } = await conversation('Promoções?');
    await network.writes({ phone, text: 'PARAR' });
    await vi.waitFor(() => expect(network.texts(phone).filter((one) => !one.mine)).toHaveLength(1), {
      timeout: 15_000,
      interval: 100,
    });
    expect(await say(id, 'Oi?')).toMatchObject({ status: 422, body: { code: 'opted_out' } });
    await network.writes({ phone, text: 'Voltar' });
    await vi.waitFor(async () => expect((await say(id, 'Oi de novo')).status).toBe(200), {
      timeout: 15_000,
      interval: 200,
    });
  });
  it('a wrong signature stores nothing, a form that is none is refused', async () => {
    const form = { MessageSid: `SM${'b'.repeat(32)}`, From: ana, Body: 'falso' };
    const hook = network.inboundUrl();
    const answer = await fetch(hook, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': 'A'.repeat(27).concat('='),
      },
      body: new URLSearchParams(form).toString(),
    });
    expect(answer.status).toBe(401);
    expect(await network.post(hook, { From: ana, Body: 'sem número' })).toBe(400);
    expect((await api('/api/conversations')).body.items).not.toContainEqual(
      expect.objectContaining({ preview: expect.objectContaining({ text: 'falso' }) }),
    );
  });
});

describe('the small gateway', () => {
  it('the firm writes first, the customer answers, and both see all', async () => {
    const inbox = await addInbox(app.kernel, systemActor(orgId), {
      channel: 'sms',
      name: 'Avisos',
      settings: gatewaySettings(network),
    });
    const phone = '+5541966660002';
    const started = await api('/api/conversations', {
      clientId: '0198c1a0-0000-7000-8000-0000000000ff',
      inboxId: inbox.id,
      address: { kind: 'phone', value: phone },
      content: { kind: 'text', text: 'Seu pedido "1042" saiu & chega amanhã' },
    });
    expect(started.status, JSON.stringify(started.body)).toBe(200);
    const id = String(started.body.id);
    await stateOf(id, 'Seu pedido "1042" saiu & chega amanhã', 'delivered');
    await network.answers({ phone, text: 'Obrigada! 😀' });
    const answered = await conversation('Obrigada! 😀');
    expect(answered.id).toBe(id);
    expect(network.gateway.webhooks.every((one) => one.status === 200)).toBe(true);
  });
  it('garbage with a 200 stays unknown and is not sent again', async () => {
    const { id } = await conversation('Obrigada! 😀');
    network.failNext({ status: 200, message: '<html>ok?</html>' });
    const before = network.gateway.requests.length;
    await say(id, 'Lixo');
    await stateOf(id, 'Lixo', 'unknown');
    expect(network.gateway.requests).toHaveLength(before + 1);
  });
});
