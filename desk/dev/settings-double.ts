/**
 * The development double with the routes of settings and customers on top: `PORT=3111 node desk/dev/settings-double.ts`.
 * Everything it does not know goes on to `double.ts`, started inside on the port above. Not a model of the server.
 */
import { readFileSync } from 'node:fs';
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ago, brandId, canned, channels, id, inboxes, labels, me, names, people, teams } from './seed.ts';

// biome-ignore-all lint/suspicious/noExplicitAny: a throw-away double is not typed by the contract it imitates
type Row = Record<string, any>;
const port = Number(process.env.PORT ?? 3111);
process.env.PORT = String(port + 1);
await import('./double.ts');

const plugins = fileURLToPath(new URL('../../server/src/plugins/channels/', import.meta.url));
const read = (file: string) => {
  try {
    return readFileSync(plugins + file, 'utf8');
  } catch {
    return '';
  }
};
/** With WITH=name,name the real manifests of those plug-ins are shown instead of the made-up ones. */
const real: Row[] = [];
for (const name of (process.env.WITH ?? '').split(',').filter(Boolean)) {
  const { manifest } = (await import(`${plugins}${name}/manifest.ts`)) as { manifest: Row };
  const setup = {
    'pt-BR': read(`${name}/setup.md`),
    en: read(`${name}/setup.en.md`),
    es: read(`${name}/setup.es.md`),
  };
  const identityKinds = manifest.identityKinds.map((kind: Row) => ({
    kind: kind.kind,
    label: kind.label,
    anonymous: kind.anonymous ?? false,
  }));
  real.push({ ...manifest, identityKinds, icon: read(`${name}/icon.svg`), setup });
}
const allChannels = [...real, ...channels];
const health = (state: string, more: Row = {}) => ({
  state,
  text: null,
  lastInAt: ago(4),
  lastOutAt: ago(9),
  waitingReceipts: 0,
  poisonReceipts: 0,
  queuedDispatches: 0,
  failedDispatches: 0,
  ...more,
});
const settingsOf = (channel: Row) =>
  Object.fromEntries(
    channel.settings.map((one: Row) => [
      one.name,
      one.type === 'secret'
        ? one.required || null
        : (one.default ?? (one.required ? (one.placeholder ?? 'x') : null)),
    ]),
  );
const full: Row[] = inboxes.map((one, n) => ({
  ...one,
  settings: {},
  hours: n
    ? null
    : {
        timeZone: 'America/Sao_Paulo',
        awayMessage: 'Voltamos amanhã às 8h!',
        stretches: [1, 2, 3, 4, 5].flatMap((day) => [
          { day, from: '08:00', to: '12:00' },
          { day, from: '13:00', to: '18:00' },
        ]),
      },
  webhookUrl: null,
  publicKey: null,
  reopenHours: 72,
  teamId: n % 2 ? (teams[0]?.id ?? null) : null,
  health: health(
    ['connected', 'failing', 'connecting', 'idle'][n] ?? 'idle',
    n === 1
      ? {
          text: 'O token não vale mais: a plataforma respondeu 401.',
          poisonReceipts: 3,
          queuedDispatches: 12,
          failedDispatches: 2,
          waitingReceipts: 1,
        }
      : {},
  ),
}));
for (const channel of real)
  full.unshift({
    id: id(),
    channel: channel.id,
    name: `Loja – ${channel.name['pt-BR']}`,
    address: 'aurora.example',
    brandId,
    active: channel !== real[3],
    settings: settingsOf(channel),
    hours: null,
    webhookUrl: `https://aurora.example/hooks/${id()}`,
    publicKey: 'pk_4f1c93b07a2de6',
    reopenHours: 72,
    teamId: null,
    health: health('connected'),
  });
const poison = Array.from({ length: 3 }, (_, n) => ({
  id: id(),
  externalId: `wamid.${n}.HBgMNTU0MTk5OTk5OTk5FQIAEhggQjA1`,
  receivedAt: ago(40 * (n + 1)),
  error: [
    'messages[0].type: unknown value "galaxy"',
    'The body is not JSON: unexpected end of input at position 812',
    'contacts[0].wa_id is missing',
  ][n],
  attempts: n + 1,
  size: 812 * (n + 1),
  preview:
    '{"object":"account","entry":[{"id":"102290129340398","changes":[{"value":{"messages":[{"from":"5541999999999","id":"x","type":"galaxy","galaxy":{"a":[1,2,3]}}]}}]}]}',
}));
const invitations: Row[] = [
  {
    id: id(),
    email: 'nova.atendente@aurora.example',
    role: 'agent',
    createdAt: ago(600),
    expiresAt: ago(-60 * 24 * 6),
    invitedBy: 'Ana Beatriz Lima',
  },
];
const agentMay = [
  'people.read',
  'inboxes.read',
  'customers.read',
  'customers.write',
  'conversations.read',
  'conversations.reply',
  'canned.read',
  'files.upload',
];
const roles: Row[] = [
  { role: 'owner', permissions: me.permissions },
  { role: 'administrator', permissions: me.permissions },
  {
    role: 'supervisor',
    permissions: [
      ...agentMay,
      'customers.merge',
      'conversations.manage',
      'canned.manage',
      'labels.manage',
      'teams.manage',
      'health.read',
    ],
  },
  { role: 'agent', permissions: agentMay },
];
const apiKeys: Row[] = [
  {
    id: id(),
    name: 'Integração com a loja virtual',
    scopes: ['customers.read', 'customers.write', 'channel.push'],
    prefix: 'mk_7Yt2',
    createdAt: ago(90000),
    usedAt: ago(3),
    expiresAt: null,
  },
  {
    id: id(),
    name: 'Planilha do financeiro',
    scopes: ['conversations.read'],
    prefix: 'mk_Qa81',
    createdAt: ago(40000),
    usedAt: null,
    expiresAt: ago(-60 * 24 * 20),
  },
];
const sessions: Row[] = [
  {
    id: id(),
    current: true,
    createdAt: ago(300),
    seenAt: ago(0),
    address: '177.22.14.9',
    agent: 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
  },
  {
    id: id(),
    current: false,
    createdAt: ago(9000),
    seenAt: ago(1300),
    address: '2804:14c:5b77::9',
    agent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
  },
];
const actions: [string, Row | null, Row][] = [
  ['person.invited', null, { role: 'agent' }],
  ['inbox.changed', { kind: 'inbox', id: full[0]?.id }, { fields: ['hours'] }],
  ['customer.merged', { kind: 'customer', id: id() }, { from: id(), mergeId: id() }],
  ['session.signed_in', null, {}],
  ['key.created', { kind: 'key', id: id() }, { scopes: ['customers.read'] }],
  ['role.changed', null, { role: 'supervisor' }],
  ['something.unheard_of', null, { n: 3 }],
];
const audit = Array.from({ length: 140 }, (_, n) => ({
  id: String(1000 - n),
  at: ago(n * 37),
  actor:
    n % 9 === 8
      ? { kind: 'system', id: null, name: null }
      : { kind: 'person', id: people[n % 3]?.id, name: people[n % 3]?.name },
  action: actions[n % 7]?.[0],
  subject: actions[n % 7]?.[1] ?? null,
  facts: actions[n % 7]?.[2],
  sealed: n > 3,
}));
const ok = { ok: true };
type Ask = { params: Record<string, string>; query: URLSearchParams; body: Row };
const one = (list: Row[], ask: Ask): Row => list.find((row) => row.id === ask.params.id) ?? list[0] ?? {};
const drop = (list: Row[], ask: Ask) => {
  list.splice(list.indexOf(one(list, ask)), 1);
  return ok;
};
const add = (list: Row[], row: Row) => {
  list.push(row);
  return row;
};
const page = (list: unknown[], query: URLSearchParams, size: number) => {
  const from = Number(query.get('cursor') ?? 0);
  return {
    items: list.slice(from, from + size),
    next: from + size < list.length ? String(from + size) : null,
  };
};

const ref = (name: string | null, n: number): Row => ({
  id: id(),
  name,
  display: name ?? `+55 11 9${7000 + n}-0000`,
  avatarUrl: null,
  verified: n % 3 === 0,
});
const identity = (kind: string, value: string, proof: string) => ({
  id: id(),
  kind,
  value,
  display: value,
  name: null,
  proof,
  verifiedAt: proof === 'none' ? null : ago(900),
  confidence: proof === 'none' ? 0.4 : 1,
  source: 'inbound',
});
const customers = Array.from({ length: 900 }, (_, n): Row => {
  const name =
    n % 17 === 5
      ? null
      : n < 12
        ? (names[n] ?? null)
        : `${names[n % 12]?.split(' ')[0]} ${['Souza', 'Prado', 'Lima', 'Rocha'][n % 4]} ${n}`;
  const base = ref(name, n);
  return {
    ...base,
    email: n % 3 ? `pessoa${n}@correio.example` : null,
    phone: n % 2 ? `+55 11 98${String(100000 + n * 37).slice(0, 3)}-${String(1000 + n)}` : null,
    seenAt: ago(n * 13),
    locale: 'pt-BR',
    notes: n ? '' : 'Prefere retirar na loja. Filha na Escola Girassol.',
    customFields: n ? {} : { aniversário: '12/03', clube: true, pontos: 1240 },
    createdAt: ago(90000),
    identities: [
      identity('email', `pessoa${n}@correio.example`, n % 2 ? 'dmarc' : 'none'),
      identity('phone', `+55 11 98123-${1000 + n}`, 'platform'),
      identity('visitor', `v-${n}81fa`, 'none'),
    ],
    suggestions: n
      ? []
      : [{ id: id(), other: ref('Marina D.', 1), reason: 'same_phone', evidence: {}, createdAt: ago(100) }],
    merges: n
      ? []
      : [
          {
            id: id(),
            from: ref('marina.duarte@antigo.example', 2),
            into: base,
            at: ago(7000),
            by: 'Ana Beatriz Lima',
            reason: 'Confirmou por telefone',
            undoneAt: null,
          },
        ],
  };
});
const first = customers[0] as Row;
customers.push({ ...customers[1], ...first.suggestions[0].other, suggestions: [] });
const happenings = [
  'message.created',
  'conversation.created',
  'conversation.switched',
  'customer.changed',
  'customer.merged',
  'identity.verified',
  'conversation.resolved',
  'message.created',
];
const timeline = Array.from({ length: 90 }, (_, n) => ({
  id: String(900 - n),
  at: ago(n * 190),
  name: happenings[n % 8],
  conversationId: n % 8 === 3 || n % 8 === 4 ? null : id(),
  protocol: `20261122-1000${n % 10}-3`,
  subject: n % 5 ? null : 'Pedido 4821 não chegou',
  summary: n % 8 === 0 ? 'Oi! Comprei um kit de aquarela e ele não chegou.' : null,
  channel: ['alpha', 'beta', 'gamma'][n % 3],
  actor: n % 2 ? 'Ana Beatriz Lima' : null,
  facts: { authorKind: n % 2 ? 'person' : 'customer' },
}));

const routes: Record<string, (ask: Ask) => unknown> = {
  'GET /api/channels': () => ({ items: allChannels }),
  'GET /api/inboxes': () => ({ items: full }),
  'GET /api/inboxes/refs': () => ({ items: full }),
  'GET /api/inboxes/:id': (ask) => full.find((row) => row.id === ask.params.id) ?? 404,
  'POST /api/inboxes': ({ body }) =>
    add(full, {
      ...body,
      id: id(),
      brandId,
      address: 'novo',
      active: true,
      hours: null,
      webhookUrl: `https://aurora.example/hooks/${id()}`,
      publicKey: 'pk_77aa',
      reopenHours: 72,
      teamId: body.teamId ?? null,
      health: health('connecting', { lastInAt: null, lastOutAt: null }),
    }),
  'PATCH /api/inboxes/:id': (ask) => {
    if (ask.body.settings?.token === 'bad') return 422;
    const row = one(full, ask);
    return Object.assign(row, ask.body, { settings: { ...row.settings, ...ask.body.settings } });
  },
  'POST /api/inboxes/:id/test': (ask) =>
    one(full, ask).health.state === 'failing'
      ? {
          ok: false,
          steps: [{ name: 'token', ok: false, text: '401: the access token is not valid any more' }],
        }
      : {
          ok: true,
          steps: [
            { name: 'token', ok: true, text: 'Aurora Papelaria' },
            { name: 'number', ok: true },
            { name: 'subscription', ok: true },
          ],
        },
  'GET /api/inboxes/:id/receipts/poison': (ask) => ({
    items: one(full, ask).health.poisonReceipts ? poison : [],
    next: null,
  }),
  'POST /api/inboxes/:id/receipts/:receiptId/replay': (ask) => {
    poison.splice(
      poison.findIndex((row) => row.id === ask.params.receiptId),
      1,
    );
    return ok;
  },
  'GET /api/brands': () => ({ items: [{ id: brandId, name: 'Aurora', voice: '' }] }),
  'PATCH /api/people/:id': (ask) => Object.assign(one(people, ask), ask.body),
  'GET /api/people/invitations': () => ({ items: invitations }),
  'POST /api/people/invitations': ({ body }) => {
    if (body.email.startsWith('ana@')) return 409;
    const invitation = add(invitations, {
      id: id(),
      email: body.email,
      role: body.role,
      createdAt: ago(0),
      expiresAt: ago(-60 * 24 * 7),
      invitedBy: me.name,
    });
    return { invitation, link: `https://aurora.example/invitation/${id()}${id()}`, mailed: false };
  },
  'DELETE /api/people/invitations/:id': (ask) => drop(invitations, ask),
  'POST /api/teams': ({ body }) => add(teams, { id: id(), ...body }),
  'PUT /api/teams/:id': (ask) => Object.assign(one(teams, ask), ask.body),
  'DELETE /api/teams/:id': (ask) => drop(teams, ask),
  'GET /api/roles': () => ({ items: roles }),
  'PUT /api/roles/:role': (ask) =>
    Object.assign(roles.find((row) => row.role === ask.params.role) ?? {}, ask.body),
  'GET /api/organisation': () => me.organisation,
  'PATCH /api/organisation': ({ body }) => Object.assign(me.organisation, body),
  'GET /api/keys': () => ({ items: apiKeys }),
  'POST /api/keys': ({ body }) => ({
    key: add(apiKeys, {
      id: id(),
      prefix: 'mk_new1',
      createdAt: ago(0),
      usedAt: null,
      expiresAt: null,
      ...body,
    }),
    secret: `mk_new1_${id().replaceAll('-', '')}`,
  }),
  'DELETE /api/keys/:id': (ask) => drop(apiKeys, ask),
  'GET /api/audit': ({ query }) => page(audit, query, Number(query.get('limit') ?? 50)),
  'POST /api/canned': ({ body }) => add(canned, { id: id(), ...body }),
  'PUT /api/canned/:id': (ask) => Object.assign(one(canned, ask), ask.body),
  'DELETE /api/canned/:id': (ask) => drop(canned, ask),
  'POST /api/labels': ({ body }) => add(labels, { id: id(), ...body }),
  'DELETE /api/labels/:id': (ask) => drop(labels, ask),
  'GET /api/sessions': () => ({ items: sessions }),
  'DELETE /api/sessions/:id': (ask) => drop(sessions, ask),
  'PUT /api/session/password': ({ body }) => (body.current === 'wrong' ? 401 : ok),
  'POST /api/session/factor': () => ({
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    url: 'otpauth://totp/Meada:ana%40aurora.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Meada',
  }),
  'PUT /api/session/factor': () => {
    me.secondFactor = true;
    return { recoveryCodes: Array.from({ length: 10 }, () => id().slice(0, 13)) };
  },
  'DELETE /api/session/factor': () => {
    me.secondFactor = false;
    return ok;
  },
  'GET /api/customers': ({ query }) =>
    page(
      customers
        .filter((row) =>
          `${row.name} ${row.email} ${row.phone}`
            .toLowerCase()
            .includes((query.get('query') ?? '').toLowerCase()),
        )
        .map(({ identities, suggestions, merges, notes, customFields, createdAt, locale, ...row }) => row),
      query,
      Number(query.get('limit') ?? 50),
    ),
  'POST /api/customers': ({ body }) =>
    add(customers, { ...customers[4], ...ref(body.name, 1), identities: [], notes: body.notes }),
  'GET /api/customers/:id': (ask) => customers.find((row) => row.id === ask.params.id) ?? 404,
  'PATCH /api/customers/:id': (ask) => Object.assign(one(customers, ask), ask.body),
  'POST /api/customers/:id/identities': (ask) => {
    if (ask.body.value === 'bad') return 422;
    const row = one(customers, ask);
    row.identities.push(identity(ask.body.kind, ask.body.value, ask.body.reason ? 'person' : 'none'));
    return row;
  },
  'POST /api/customers/:id/merges': (ask) => {
    const row = one(customers, ask);
    row.merges.push({
      id: id(),
      from: customers.find((other) => other.id === ask.body.otherId),
      into: row,
      at: ago(0),
      by: me.name,
      reason: ask.body.reason,
      undoneAt: null,
    });
    return row;
  },
  'DELETE /api/customers/:id/merges/:mergeId': (ask) => {
    const row = one(customers, ask);
    for (const merge of row.merges) merge.undoneAt ??= ago(0);
    return row;
  },
  'PUT /api/customers/:id/suggestions/:suggestionId': (ask) =>
    Object.assign(one(customers, ask), { suggestions: [] }),
  'GET /api/customers/:id/timeline': ({ query }) => page(timeline, query, Number(query.get('limit') ?? 50)),
};
const table = Object.entries(routes).map(([key, act]) => {
  const [method, path = ''] = key.split(' ');
  return { method, act, shape: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) };
});
const codes: Record<number, string> = {
  401: 'wrong_credentials',
  404: 'not_found',
  409: 'conflict',
  422: 'refused',
};
const fields: Record<string, string> = {
  '/api/people/invitations': 'body.email',
  '/api/session/password': 'body.current',
};

async function handle(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://x');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (process.env.BROKEN && url.pathname.startsWith(process.env.BROKEN))
    return answer(500, { code: 'internal', message: '' });
  if (process.env.SLOW && request.method === 'GET' && url.pathname !== '/api/session')
    await new Promise((done) => setTimeout(done, Number(process.env.SLOW)));
  const entry = table
    .map((row) => ({ row, match: row.method === request.method ? row.shape.exec(url.pathname) : null }))
    .find((found) => found.match);
  if (!entry?.match) {
    const on = ask(
      { port: port + 1, path: request.url, method: request.method, headers: request.headers },
      (back) => {
        response.writeHead(back.statusCode ?? 500, back.headers);
        back.pipe(response);
      },
    );
    return on.end(raw);
  }
  const result = entry.row.act({
    params: entry.match.groups ?? {},
    query: url.searchParams,
    body: raw.length ? JSON.parse(raw.toString()) : {},
  });
  if (typeof result === 'number')
    return answer(result, {
      code: codes[result],
      message: '',
      field:
        fields[url.pathname] ??
        (url.pathname.endsWith('/identities')
          ? 'body.value'
          : url.pathname.startsWith('/api/inboxes')
            ? 'body.settings.token'
            : undefined),
    });
  return answer(
    200,
    process.env.EMPTY === '1' && request.method === 'GET' && Array.isArray((result as Row).items)
      ? { items: [], next: null }
      : result,
  );
}
if (process.env.ROLE === 'agent') Object.assign(me, { role: 'agent', permissions: agentMay });
const server = createServer((request, response) => void handle(request, response));
server.on('upgrade', (request, socket, head) => {
  const other = connect(port + 1, () => {
    other.write(
      `GET ${request.url} HTTP/1.1\r\n${Object.entries(request.headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    );
    other.write(head);
    socket.pipe(other).pipe(socket);
  });
  for (const end of [socket, other])
    end.on('error', () => {
      socket.destroy();
      other.destroy();
    });
});
server.listen(port);
