import { request } from 'node:http';
import type { Route } from '@meada/contract/route';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { allRoutes } from './app.ts';
import { type Answer, call, callerOf, inputWith } from './testing/matrix/calls.ts';
import { bodyOf } from './testing/matrix/examples.ts';
import { type Matrix, openMatrix } from './testing/matrix/house.ts';
import { jsonSchemaOf } from './testing/matrix/places.ts';

/** Bad input to every route over HTTP: texts nobody types, wrong shapes, too much of it. */

let matrix: Matrix;
let url: string;
beforeAll(async () => {
  matrix = await openMatrix();
  url = matrix.app.url;
});
afterAll(() => matrix?.stop());

const routes = allRoutes.map(({ route }) => route);
const withBody = routes.filter(({ body }) => body);
const routeOf = (id: string): Route => routes.find((route) => route.id === id) as Route;

/** The firm's own right call of a route, with another body. */
const ask = (route: Route, body: unknown): Promise<Answer> => {
  const { own } = matrix;
  const right = inputWith({ route, path: 'none', kind: 'team' }, own.ids, '');
  const headers = own.headers[callerOf(route)];
  return call(url, route, { input: { params: right.params, body }, headers });
};

/** The same with the bytes of the body as given. */
const askRaw = async (route: Route, body: string, type = 'application/json'): Promise<number> => {
  const { own } = matrix;
  const { params } = inputWith({ route, path: 'none', kind: 'team' }, own.ids, '');
  const path = route.path.replace(
    /:(\w+)/g,
    (_, name: string) => (params as Record<string, string>)[name] ?? 'x',
  );
  const headers = { ...own.headers[callerOf(route)], 'content-type': type };
  return (await fetch(url + path, { method: route.method, headers, body })).status;
};

const naughty: Record<string, string> = {
  NUL: 'a\u0000b',
  'lone surrogates': 'x\ud800y\udfffz',
  'right to left': 'שלום \u202eevil\u202c مرحبا',
  'joined emoji': '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽',
  'stacked marks': 'Z\u0351\u036b\u0343a\u0335\u0321l\u0334\u0328g\u0335o',
  'zero width': '\u200b\u200d\u2060\ufeffa',
  SQL: `'; DROP TABLE messages; -- " \\ %_`,
  markup: `<script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}\${7*7}`,
  'line ends': 'a\u2028b\u2029c',
  'control bytes': 'a\u0001\u001b[31mb\u007f',
  noncharacters: '\ufffe\uffff\u{1ffff}',
  'a number': '1e309',
  'a word of programs': 'undefined',
  long: 'ã'.repeat(9000),
};

/** As a text is kept, and as a line is kept. */
const textKept = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
const lineKept = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trim();

describe('texts come back as they were written', () => {
  const short = Object.entries(naughty).filter(([, text]) => text.length <= 200);

  it.each(Object.entries(naughty))('%s in notes, a draft, a message and a note', async (_name, text) => {
    const changed = await ask(routeOf('customers.change'), { notes: text });
    expect(changed).toMatchObject({ status: 200, body: { notes: textKept(text) } });
    expect((await ask(routeOf('conversations.draft'), { text })).status).toBe(200);
    for (const internal of [false, true]) {
      const body = bodyOf(routeOf('conversations.send'), matrix.own.ids) as object;
      const sent = await ask(routeOf('conversations.send'), {
        ...body,
        internal,
        content: { kind: 'text', text },
      });
      expect(sent).toMatchObject({ status: 200, body: { content: { text: textKept(text) } } });
    }
  });

  it.each(short)('%s in a subject, a name, a label and a team', async (_name, text) => {
    const subject = await ask(routeOf('conversations.change'), { subject: text });
    expect(subject).toMatchObject({ status: 200, body: { subject: lineKept(text) } });
    const called = await ask(routeOf('customers.change'), { name: text });
    expect(called).toMatchObject({ status: 200, body: { name: lineKept(text) } });
    const line = text.slice(0, 60);
    const label = await ask(routeOf('labels.create'), { name: line, colour: '#112233' });
    expect(label).toMatchObject({ status: 200, body: { name: lineKept(line) } });
    const team = await ask(routeOf('teams.create'), { name: text.slice(0, 80) });
    expect(team).toMatchObject({ status: 200, body: { name: lineKept(text.slice(0, 80)) } });
  });

  it('in custom fields, names of fields too', async () => {
    const fields = { 'campo "1"': naughty.SQL ?? '', ção: naughty.markup ?? '', toString: 'x' };
    const changed = await ask(routeOf('customers.change'), { customFields: fields });
    expect(changed.status).toBe(200);
    expect(changed.body.customFields).toEqual(fields);
  });

  it('a text of one megabyte is kept whole or refused with its field', async () => {
    const text = 'é'.repeat(512 * 1024);
    const body = bodyOf(routeOf('conversations.send'), matrix.own.ids) as object;
    const answers = [
      await ask(routeOf('conversations.send'), { ...body, content: { kind: 'text', text } }),
      await ask(routeOf('customers.change'), { notes: text.slice(0, 500_000) }),
      await ask(routeOf('conversations.change'), { subject: text.slice(0, 500_000) }),
    ];
    for (const { status, body: answer } of answers) {
      expect([400, 413], JSON.stringify(answer).slice(0, 200)).toContain(status);
      if (status === 400) expect(answer.field).toMatch(/^body\./);
    }
  });
});

/** Values of another type than anything expects. */
const odd: unknown[] = [
  { $ne: 1 },
  { $gt: '' },
  [],
  [['x']],
  -1.5e300,
  true,
  null,
  ['a', { b: null }],
  '\u0000',
];

describe('lesson 60: wrong types', () => {
  it.each(withBody)('$id: each field of its body', async (route) => {
    const right = bodyOf(route, matrix.own.ids) as object;
    for (const name of fieldsOf(route)) {
      for (const value of odd) {
        const body = { ...right, [name]: value };
        if (route.body?.safeParse(body).success) continue;
        const { status, body: answer } = await ask(route, body);
        // A limit on tries stands before the body is looked at.
        if (status === 429 && route.perMinute) return;
        if (route.access === 'setup') return expect(status).toBe(409);
        expect(status, `${name} ${JSON.stringify(value)} ${JSON.stringify(answer)}`).toBe(400);
        expect(answer).toMatchObject({ code: 'malformed', field: expect.stringMatching(/^body\./) });
      }
    }
  });

  it.each(routes.filter(({ query }) => query))('$id: unknown and wrong words of its query', async (route) => {
    const { own } = matrix;
    const right = inputWith({ route, path: 'none', kind: 'team' }, own.ids, '');
    const headers = own.headers[callerOf(route)];
    for (const query of [
      { surprise: '1' },
      { limit: '-1' },
      { cursor: '\u0000' },
      { before: '0x1' },
      { query: '\u0000' },
    ]) {
      const { status, body } = await call(url, route, { input: { ...right, query }, headers });
      expect(status, JSON.stringify({ query, body })).toBeLessThan(500);
      if ('surprise' in query) expect(body).toMatchObject({ code: 'malformed', field: 'query.surprise' });
    }
  });

  it('a body that is no object, or no JSON, or of another kind', async () => {
    for (const route of withBody.filter(({ perMinute, access }) => !perMinute && access !== 'setup')) {
      for (const text of ['[]', '"x"', '1', '{', '\u0000', '{"a":1}{"b":2}', '\ufeff{}x'])
        expect(await askRaw(route, text), `${route.id} ${text}`).toBe(400);
      expect([400, 415], route.id).toContain(await askRaw(route, 'a=1', 'application/x-www-form-urlencoded'));
      expect([400, 415], route.id).toContain(await askRaw(route, '<a/>', 'text/xml'));
    }
  });
});

const fieldsOf = (route: Route): string[] => Object.keys(jsonSchemaOf(route.body as never).properties ?? {});

describe('lessons 36, 53: keys that nobody asked for', () => {
  it.each(withBody)('$id refuses them', async (route) => {
    if (route.access === 'setup') return;
    const right = bodyOf(route, matrix.own.ids) as object;
    for (const key of ['surprise', 'orgId', 'org_id', 'id', 'toString']) {
      const { status, body } = await ask(route, { ...right, [key]: matrix.foreign.orgId });
      if (status === 429) return;
      expect(body, `${key} ${status}`).toMatchObject({ code: 'malformed', field: `body.${key}` });
    }
    const text = JSON.stringify({ ...right, polluted: 1 });
    for (const key of ['__proto__', 'constructor']) {
      const value = key === 'constructor' ? '{"prototype":{"admin":true}}' : '{"admin":true}';
      expect([400, 429]).toContain(await askRaw(route, text.replace('"polluted":1', `"${key}":${value}`)));
    }
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
});

describe('too much', () => {
  it.each(['labels.create', 'conversations.draft', 'chat.send', 'session.signIn', 'channel.push'])(
    '%s answers 413 to more than it takes',
    async (id) => {
      const route = routeOf(id);
      const most = route.maxBytes ?? 1024 * 1024;
      expect(await askRaw(route, `{"x":"${'a'.repeat(most)}"}`)).toBe(413);
    },
  );

  it('deep and wide JSON is refused, quickly', async () => {
    const started = performance.now();
    const deep = `{"notes":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(await askRaw(routeOf('customers.change'), deep)).toBe(400);
    const wide = JSON.stringify({ labelIds: Array(20_000).fill('x') });
    expect(await askRaw(routeOf('conversations.change'), wide)).toBe(400);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('lesson 57: headers', () => {
  const answerTo = (
    path: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const sent = request(url + path, { method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: `${JSON.stringify(response.headers)}${Buffer.concat(chunks)}`,
          }),
        );
      });
      sent.on('error', reject);
      sent.end(headers['content-type'] ? '{"email":"a@exemplo.com.br","role":"agent"}' : undefined);
    });

  it('a host or a way that a caller names gets into no link and no answer', async () => {
    const canary = 'canary.example';
    const lies = Object.fromEntries(
      [
        'x-forwarded-host',
        'x-forwarded-for',
        'x-forwarded-proto',
        'x-original-url',
        'x-rewrite-url',
        'forwarded',
        'referer',
        'user-agent',
      ].map((name) => [name, name === 'forwarded' ? `host=${canary}` : canary]),
    );
    const own = matrix.own.headers.administrator;
    const headers = { ...own, ...lies, host: canary, 'content-type': 'application/json' };
    const { status, text } = await answerTo('/api/people/invitations', headers);
    expect(status).toBe(200);
    expect(text).not.toContain(canary);
    expect((await answerTo('/api/nothing', { ...lies, host: canary })).text).not.toContain(canary);
  });

  it('an odd key of idempotency, accept or length is answered and nothing more', async () => {
    const headers = { ...matrix.own.headers.owner, 'content-type': 'application/json' };
    const odds: Record<string, string>[] = [
      { 'idempotency-key': 'x'.repeat(5000) },
      { 'idempotency-key': `';--\u00ff` },
      { accept: '\u00ff;q=9' },
      { 'if-none-match': '*' },
      { range: 'bytes=-1' },
    ];
    for (const more of odds) {
      const { status, text } = await answerTo('/api/teams', { ...headers, ...more } as Record<
        string,
        string
      >);
      expect(status, `${JSON.stringify(more)} ${text}`).toBeLessThan(500);
    }
  });
});

describe('lesson 14: one socket falls, the others stand', () => {
  type Heard = { t: string };
  const open = (): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`, {
        headers: matrix.own.headers.owner,
      });
      socket.on('open', () => resolve(socket));
      socket.on('error', reject);
    });

  it('frames out of order, far too large, cut short or against the protocol', async () => {
    const good = await open();
    const heard: Heard[] = [];
    good.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString())));
    good.send('{"t":"hello","topics":[],"cursor":null}');
    const hello = '{"t":"hello","topics":[],"cursor":null}';
    const attacks: ((socket: WebSocket) => void)[] = [
      (socket) => socket.send('{"t":"typing","on":true}'),
      (socket) => socket.send('{"t":"viewing","conversationId":null}'),
      (socket) => socket.send(`{"t":"follow","topic":"conversation:${matrix.foreign.ids.conversation}"}`),
      (socket) => [hello, hello, hello].map((text) => socket.send(text)),
      (socket) => socket.send(hello.replace('null', '"x.99999999999999999999.1"')),
      (socket) => socket.send(hello.replace('null', `"${'9'.repeat(90)}"`)),
      (socket) => socket.send(Buffer.alloc(5 * 1024 * 1024)),
      (socket) => Array.from({ length: 2000 }, () => socket.send('{"t":"ping"}')),
      (socket) => socket.ping('x'.repeat(125)),
      // A frame that says it is 4 GB, bytes that are no frame, and a line that breaks off.
      (socket) => rawOf(socket).write(Buffer.from([0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0])),
      (socket) => rawOf(socket).write(Buffer.from('\xff\xff\xff\xff', 'latin1')),
      (socket) => rawOf(socket).destroy(),
    ];
    for (const attack of attacks) {
      const socket = await open();
      socket.on('error', () => {});
      attack(socket);
      setTimeout(() => socket.terminate(), 200).unref();
    }
    good.send('{"t":"ping"}');
    await vi.waitFor(() => expect(heard.map(({ t }) => t)).toContain('pong'), 10_000);
    await ask(routeOf('teams.create'), { name: 'Ainda aqui' });
    await vi.waitFor(() => expect(heard.map(({ t }) => t)).toContain('event'), 10_000);
    expect(good.readyState).toBe(WebSocket.OPEN);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    good.close();
  });

  const rawOf = (socket: WebSocket) =>
    (socket as unknown as { _socket: { write(data: Buffer): void; destroy(): void } })._socket;
});
