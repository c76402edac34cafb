/**
 * A fake API server over the contract's routes with made-up data, to work on screens without a server:
 * `node desk/dev/double.ts`, then `vite` in desk/. Not a model of the server: it accepts everything.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  ago,
  brandId,
  canned,
  channels,
  id,
  inboxes,
  labels,
  me,
  names,
  people,
  teams,
  words,
} from './seed.ts';

// biome-ignore-all lint/suspicious/noExplicitAny: a throw-away double is not typed by the contract it imitates
type Row = Record<string, any>;
const customers: Row[] = [];
const conversations: Row[] = [];
const messages = new Map<string, Row[]>();
const files = new Map<string, { type: string; bytes: Buffer }>();
const sockets = new Set<WebSocket>();
let cursor = 1;
const empty = process.env.EMPTY === '1';
let signedIn = process.env.SIGNED_OUT !== '1';
let setUp = process.env.SETUP !== '1';

const shoot = (topic: string, name: string, data: unknown) => {
  for (const socket of sockets)
    socket.send(JSON.stringify({ t: 'event', cursor: String(cursor), topic, name, data }));
  cursor += 1;
};
const item = (row: Row) => {
  const { customFields, followerIds, participants, legs, botsPaused, draft, ...rest } = row;
  return rest;
};
const inboxOf = (channel: string): Row => inboxes.find((one) => one.channel === channel) ?? {};

function message(row: Row, facts: Row): Row {
  const list = messages.get(row.id) ?? [];
  messages.set(row.id, list);
  const fresh = {
    id: id(),
    conversationId: row.id,
    seq: list.length + 1,
    at: ago(0),
    author: { kind: 'customer', id: row.customer.id, name: row.customer.name },
    visibility: 'public',
    channel: row.channel,
    inboxId: row.inboxId,
    legId: row.legs[0].id,
    content: { v: 1, kind: 'text', text: '' },
    hasHtml: false,
    hasMore: false,
    attachments: [],
    replyTo: null,
    reactions: [],
    automatic: 'no',
    echo: false,
    editedAt: null,
    deletedAt: null,
    dispatch: null,
    clientId: null,
    joinReason: null,
    ...JSON.parse(JSON.stringify(facts)),
  };
  list.push(fresh);
  row.lastSeq = fresh.seq;
  if (fresh.author.kind === 'customer') row.lastInboundSeq = fresh.seq;
  row.preview = { text: fresh.content.text ?? '', kind: fresh.content.kind, authorKind: fresh.author.kind };
  row.activeAt = fresh.at;
  return fresh;
}
const picture = (seed: number) => {
  const key = id();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="420"><rect width="640" height="420" fill="hsl(${seed} 45% 70%)"/><circle cx="320" cy="210" r="120" fill="hsl(${seed + 60} 50% 45%)"/></svg>`;
  files.set(key, { type: 'image/svg+xml', bytes: Buffer.from(svg) });
  return {
    id: key,
    kind: 'image',
    name: 'foto.svg',
    type: 'image/svg+xml',
    size: svg.length,
    url: `/files/${key}`,
    thumbnailUrl: null,
    width: 640,
    height: 420,
    seconds: null,
    inline: false,
    state: 'ready',
  };
};
const text = (value: string) => ({ v: 1, kind: 'text', text: value });
const person = (index: number) => ({ kind: 'person', id: people[index]?.id, name: people[index]?.name });

function identity(kind: string, value: string, proof = 'platform') {
  return {
    id: id(),
    kind,
    value,
    display: value,
    name: null,
    proof,
    verifiedAt: proof === 'none' ? null : ago(9000),
    confidence: proof === 'none' ? 0.5 : 1,
    source: 'inbound',
  };
}
function leg(channel: string, ident: Row, more: Row = {}) {
  const facts: Row = channels.find((one) => one.id === channel) ?? {};
  return {
    id: id(),
    inboxId: inboxOf(channel).id,
    channel,
    class: facts.capabilities.class,
    identity: ident,
    windowEndsAt: null,
    lastInboundAt: ago(30),
    proposed: true,
    joinReason: 'new_conversation',
    usedByCustomer: true,
    ...more,
  };
}

function seed(count: number) {
  for (let n = 0; n < count; n += 1) {
    const name = n % 11 === 6 ? null : (names[n % names.length] ?? null);
    const channel = ['beta', 'gamma', 'alpha'][n % 3] ?? 'alpha';
    const mail = identity('email', `pessoa${n}@correio.example`, n % 4 === 0 ? 'none' : 'dmarc');
    const phone = identity(
      'phone',
      `+55 11 9${String(80000000 + n * 137).slice(0, 4)}-${String(1000 + n).slice(-4)}`,
    );
    const customer = {
      id: id(),
      name,
      display: name ?? `+55 11 9${8000 + n}-0000`,
      avatarUrl: null,
      verified: n % 4 !== 0,
      email: mail.value,
      phone: phone.value,
      locale: 'pt-BR',
      notes: n === 0 ? 'Prefere retirar na loja. Filha na Escola Girassol.' : '',
      customFields: n === 0 ? { aniversário: '12/03', clube: true } : {},
      createdAt: ago(90000),
      identities: [mail, phone],
      suggestions:
        n === 0
          ? [
              {
                id: id(),
                other: {
                  id: id(),
                  name: 'Marina D.',
                  display: 'Marina D.',
                  avatarUrl: null,
                  verified: false,
                },
                reason: 'same_phone',
                evidence: {},
                createdAt: ago(100),
              },
            ]
          : [],
      merges: [],
    };
    customers.push(customer);
    const main = leg(
      channel,
      channel === 'gamma' ? mail : phone,
      channel === 'beta' ? { windowEndsAt: n % 6 === 3 ? ago(60) : ago(-60 * 7 - n) } : {},
    );
    const row: Row = {
      id: id(),
      protocol: `20261122-${String(10000 + n)}-${n % 10}`,
      subject:
        channel === 'gamma'
          ? ['Pedido 4821 não chegou', 'Orçamento de material para a escola', 'Nota fiscal'][n % 3]
          : null,
      status: 'open',
      statusLabel: null,
      priority: n % 9 === 1 ? 'urgent' : n % 9 === 4 ? 'high' : 'normal',
      labelIds: n % 3 === 0 ? [labels[n % 4]?.id] : [],
      customer: {
        id: customer.id,
        name,
        display: customer.display,
        avatarUrl: null,
        verified: customer.verified,
      },
      assigneeId: n % 3 === 0 ? me.personId : n % 3 === 1 ? null : people[1]?.id,
      teamId: n % 2 ? teams[0]?.id : null,
      brandId,
      channel,
      inboxId: inboxOf(channel).id,
      preview: null,
      lastSeq: 0,
      lastInboundSeq: 0,
      readSeq: 0,
      waitingSince: n % 2 === 0 ? ago(4 + n * 3) : null,
      snoozedUntil: null,
      activeAt: ago(n * 7),
      createdAt: ago(n * 7 + 600),
      customFields: {},
      followerIds: [],
      participants: [],
      legs: [main],
      botsPaused: false,
      draft: null,
    };
    conversations.push(row);
    const rounds = n === 0 ? 0 : 2 + (n % 5);
    for (let round = 0; round < rounds; round += 1) {
      message(row, {
        content: text(words[(n + round) % words.length] ?? ''),
        at: ago(n * 7 + (rounds - round) * 9),
        joinReason: round ? 'open_conversation' : 'new_conversation',
      });
      if (round < rounds - 1)
        message(row, {
          author: person(round % 2),
          content: text('Claro, já vou verificar para você!'),
          at: ago(n * 7 + (rounds - round) * 9 - 4),
          dispatch: { state: 'read', at: ago(5), error: null },
        });
    }
    row.readSeq = n % 2 ? row.lastSeq : Math.max(0, row.lastSeq - 1);
    if (n === 0) rich(row, mail, phone);
  }
}

function rich(row: Row, mail: Row, phone: Row) {
  const site = leg('alpha', identity('visitor', 'visita-81'), { proposed: false });
  const letter = leg('gamma', mail, { proposed: false });
  const zap = leg('beta', phone, { windowEndsAt: ago(-60 * 21) });
  row.legs = [zap, letter, site];
  row.customFields = { pedido: '4821' };
  row.followerIds = [people[1]?.id];
  const on = (which: Row, facts: Row) =>
    message(row, { channel: which.channel, inboxId: which.inboxId, legId: which.id, ...facts });
  for (let n = 0; n < 70; n += 1)
    on(site, {
      content: text(`Mensagem antiga ${n + 1}. ${words[n % 8]}`),
      at: ago(4000 - n * 3),
      author: n % 3 ? undefined : person(0),
    });
  for (const old of messages.get(row.id) ?? [])
    old.author ??= { kind: 'customer', id: row.customer.id, name: row.customer.name };
  on(site, {
    content: text('Oi! Comprei um kit de aquarela e ele não chegou. Pedido 4821.'),
    at: ago(1500),
    joinReason: 'new_conversation',
  });
  on(site, {
    author: { kind: 'bot', id: null, name: 'Recepção' },
    content: {
      v: 1,
      kind: 'buttons',
      text: 'Sobre o que é?',
      buttons: [
        { id: 'a', title: 'Entrega' },
        { id: 'b', title: 'Troca' },
        { id: 'c', title: 'Nosso site', url: 'https://aurora.example' },
      ],
    },
    at: ago(1499),
    dispatch: { state: 'delivered', at: ago(1499), error: null },
  });
  on(site, { content: { v: 1, kind: 'button_reply', id: 'a', text: 'Entrega' }, at: ago(1498) });
  on(site, {
    author: person(0),
    content: text(
      'Oi, Marina! Vou verificar com a transportadora e já te respondo. Quer continuar por outro canal?',
    ),
    at: ago(1490),
    dispatch: { state: 'read', at: ago(1489), error: null },
  });
  on(site, {
    author: person(1),
    visibility: 'internal',
    channel: null,
    legId: null,
    content: text(
      'Transportadora diz que o endereço estava sem complemento. Voltou para o centro de distribuição.',
    ),
    at: ago(1400),
  });
  message(row, {
    author: { kind: 'system', id: null, name: null },
    visibility: 'internal',
    channel: null,
    legId: null,
    content: {
      v: 1,
      kind: 'system',
      code: 'assigned',
      values: { by: 'Caio Menezes', to: 'Ana Beatriz Lima' },
    },
    at: ago(1399),
  });
  on(letter, {
    content: text('Segue o comprovante de endereço, como pediram.\n\nAbraço,\nMarina'),
    at: ago(300),
    hasHtml: true,
    hasMore: true,
    joinReason: 'reply_reference',
    attachments: [
      {
        id: id(),
        kind: 'document',
        name: 'comprovante-de-residencia-novembro-2026.pdf',
        type: 'application/pdf',
        size: 184320,
        url: '/files/none',
        thumbnailUrl: null,
        width: null,
        height: null,
        seconds: null,
        inline: false,
        state: 'ready',
      },
    ],
  });
  on(letter, {
    author: person(0),
    content: text(
      'Recebido, Marina, obrigada! O reenvio sai hoje.\n\nCódigo de rastreio: AA123456789BR\nhttps://aurora.example/rastreio/AA123456789BR',
    ),
    at: ago(280),
    dispatch: { state: 'sent', at: ago(280), error: null },
  });
  on(zap, {
    content: { v: 1, kind: 'media', media: 'image', text: 'Chegou! Mas a caixa veio assim 😕' },
    attachments: [picture(20), picture(140)],
    at: ago(42),
    joinReason: 'token',
    reactions: [{ emoji: '😮', by: 'Ana' }],
  });
  on(zap, {
    content: { v: 1, kind: 'media', media: 'voice' },
    attachments: [
      {
        id: id(),
        kind: 'voice',
        name: 'voz.ogg',
        type: 'audio/ogg',
        size: 22000,
        url: '/files/none',
        thumbnailUrl: null,
        width: null,
        height: null,
        seconds: 17,
        inline: false,
        state: 'ready',
      },
    ],
    at: ago(41),
  });
  on(zap, {
    content: {
      v: 1,
      kind: 'location',
      latitude: -23.55,
      longitude: -46.63,
      name: 'Casa',
      address: 'Rua Augusta, 1200 – São Paulo',
    },
    at: ago(40),
  });
  on(zap, {
    content: {
      v: 1,
      kind: 'contact',
      contacts: [{ name: 'Portaria – Sr. Nelson', phones: ['+55 11 3333-2222'], emails: [] }],
    },
    at: ago(39),
  });
  const last = messages.get(row.id)?.at(-4);
  on(zap, {
    author: person(0),
    content: text('Puxa, que pena! Vou pedir um novo kit agora mesmo.'),
    replyTo: {
      id: last?.id,
      seq: last?.seq,
      text: 'Chegou! Mas a caixa veio assim 😕',
      author: 'Marina Duarte',
    },
    at: ago(30),
    dispatch: { state: 'delivered', at: ago(30), error: null },
  });
  on(zap, {
    author: person(0),
    content: text('O novo pedido é o 4903.'),
    at: ago(29),
    dispatch: {
      state: 'failed',
      at: ago(29),
      error: { code: 'undeliverable', text: 'The number is not reachable.' },
    },
  });
  on(zap, { content: text(''), deletedAt: ago(20), at: ago(21) });
  on(zap, { content: text('Perfeito, muito obrigada pela atenção!! 🙏'), editedAt: ago(11), at: ago(12) });
  row.readSeq = row.lastSeq - 1;
  row.waitingSince = ago(12);
}
if (!empty) seed(140);

const matches = (row: Row, query: URLSearchParams) => {
  const view = query.get('view') ?? 'all';
  const want = (name: string, value: unknown) => !query.get(name) || query.get(name) === value;
  const found = `${row.customer.display} ${row.preview?.text} ${row.protocol}`
    .toLowerCase()
    .includes((query.get('query') ?? '').toLowerCase());
  const inView = {
    mine: row.assigneeId === me.personId,
    unassigned: !row.assigneeId,
    waiting: Boolean(row.waitingSince),
    following: row.followerIds.includes(me.personId),
    all: true,
  }[view];
  return (
    inView &&
    found &&
    want('status', row.status) &&
    want('inboxId', row.inboxId) &&
    want('teamId', row.teamId) &&
    want('assigneeId', row.assigneeId) &&
    want('customerId', row.customer.id) &&
    (!query.get('labelId') || row.labelIds.includes(query.get('labelId')))
  );
};
type Ask = { params: Record<string, string>; query: URLSearchParams; body: Row };
const find = (ask: Ask): Row =>
  conversations.find((row) => row.id === ask.params.id || row.protocol === ask.params.id) ?? {};
const change = (ask: Ask, facts: Row) => {
  const row = find(ask);
  Object.assign(row, facts);
  shoot('desk', 'conversation', { ...item(row), readSeq: 0 });
  return item(row);
};
const ok = { ok: true };
const customerOf = (ask: Ask): Row => customers.find((one) => one.id === ask.params.id) ?? customers[0] ?? {};

const routes: Record<string, (ask: Ask) => unknown> = {
  'GET /api/session': () => (signedIn ? me : 401),
  'POST /api/session': (ask) => {
    if (ask.body.password === 'wrong') return 401;
    if (ask.body.password === 'factor') return { state: 'second_factor', ticket: 'x' };
    signedIn = true;
    return { state: 'signed_in', me };
  },
  'POST /api/session/second-factor': () => {
    signedIn = true;
    return { state: 'signed_in', me };
  },
  'DELETE /api/session': () => {
    signedIn = false;
    return ok;
  },
  'PATCH /api/session/profile': (ask) => Object.assign(me, ask.body),
  'PUT /api/session/organisation': () => me,
  'POST /api/session/reset': () => ok,
  'PUT /api/session/reset': () => ok,
  'GET /api/setup': () => ({ needed: !setUp, demo: true, version: '0' }),
  'POST /api/setup': () => {
    setUp = true;
    signedIn = true;
    return { state: 'signed_in', me };
  },
  'POST /api/invitations/look': () => ({
    organisation: 'Aurora Papelaria',
    email: 'nova@aurora.example',
    role: 'agent',
    known: false,
  }),
  'POST /api/invitations/accept': () => {
    signedIn = true;
    return { state: 'signed_in', me };
  },
  'GET /api/channels': () => ({ items: channels }),
  'GET /api/inboxes/refs': () => ({ items: inboxes }),
  'GET /api/people': () => ({ items: people }),
  'GET /api/teams': () => ({ items: teams }),
  'GET /api/labels': () => ({ items: labels }),
  'GET /api/canned': () => ({ items: canned }),
  'GET /api/conversations': ({ query }) => {
    const from = Number(query.get('cursor') ?? 0);
    const limit = Number(query.get('limit') ?? 50);
    const rows = conversations
      .filter((row) => matches(row, query))
      .sort((a, b) =>
        query.get('view') === 'waiting'
          ? a.waitingSince < b.waitingSince
            ? -1
            : 1
          : a.activeAt > b.activeAt
            ? -1
            : 1,
      );
    return {
      items: rows.slice(from, from + limit).map(item),
      next: rows.length > from + limit ? String(from + limit) : null,
    };
  },
  'GET /api/conversations/counts': () =>
    Object.fromEntries(
      ['mine', 'unassigned', 'all', 'waiting', 'following'].map((view) => [
        view,
        conversations.filter((row) => matches(row, new URLSearchParams({ view, status: 'open' }))).length,
      ]),
    ),
  'GET /api/conversations/:id': (ask) => (find(ask).id ? find(ask) : 404),
  'GET /api/conversations/:id/messages': (ask) => {
    const all = messages.get(ask.params.id ?? '') ?? [];
    const limit = Number(ask.query.get('limit') ?? 50);
    const after = ask.query.get('after');
    if (after) return { items: all.filter((one) => one.seq > Number(after)).slice(0, limit), hasMore: false };
    const upTo = all.filter((one) => one.seq < Number(ask.query.get('before') ?? 1e9));
    return { items: upTo.slice(-limit), hasMore: upTo.length > limit };
  },
  'GET /api/messages/:id/body': (ask) => ({
    text: 'Segue o comprovante…',
    html: `<div style="font-family:serif"><h2>Boa tarde!</h2><p>Segue o comprovante de endereço, como pediram.</p><p>Abraço,<br>Marina</p><hr><blockquote>Em 21 nov 2026, Aurora escreveu:<br>Marina, pode nos mandar um comprovante?</blockquote></div>`,
    blocked: ask.query.get('images') === 'show' ? 0 : 2,
  }),
  'POST /api/conversations/:id/messages': (ask) => {
    const row = find(ask);
    const same = messages.get(row.id)?.find((one) => one.clientId === ask.body.clientId);
    if (same) return same;
    if (ask.body.content.text === 'fail') return 422;
    const used = row.legs.find((one: Row) => one.id === ask.body.legId) ?? row.legs[0];
    const internal = Boolean(ask.body.internal);
    const fresh = message(row, {
      author: person(0),
      content: ask.body.content,
      clientId: ask.body.clientId,
      visibility: internal ? 'internal' : 'public',
      channel: internal ? null : used.channel,
      legId: internal ? null : used.id,
      attachments: (ask.body.attachmentIds ?? []).map((one: string) => ({ ...picture(90), id: one })),
      dispatch: internal ? null : { state: 'queued', at: ago(0), error: null },
    });
    row.waitingSince = null;
    row.readSeq = fresh.seq;
    shoot('desk', 'conversation', { ...item(row), readSeq: 0 });
    shoot(`conversation:${row.id}`, 'message', fresh);
    if (!internal)
      for (const [pause, state] of [
        [700, 'sent'],
        [1600, 'delivered'],
        [4000, 'read'],
      ] as const)
        setTimeout(() => {
          fresh.dispatch = { state, at: ago(0), error: null };
          shoot(`conversation:${row.id}`, 'message', fresh);
        }, pause);
    return fresh;
  },
  'POST /api/conversations': (ask) => {
    const row = conversations[3] ?? {};
    message(row, { author: person(0), content: ask.body.content });
    return row;
  },
  'PUT /api/conversations/:id/assignment': (ask) => change(ask, ask.body),
  'PUT /api/conversations/:id/status': (ask) =>
    change(ask, {
      status: ask.body.status,
      snoozedUntil: ask.body.until ?? null,
      ...(ask.body.status === 'resolved' ? { waitingSince: null } : {}),
    }),
  'PATCH /api/conversations/:id': (ask) => change(ask, ask.body),
  'PUT /api/conversations/:id/follow': (ask) => {
    find(ask).followerIds = ask.body.follow ? [me.personId] : [];
    change(ask, {});
    return ok;
  },
  'PUT /api/conversations/:id/read-mark': (ask) => {
    find(ask).readSeq = ask.body.seq;
    shoot('desk', 'read_mark', { conversationId: find(ask).id, seq: ask.body.seq });
    return ok;
  },
  'PUT /api/conversations/:id/draft': (ask) => {
    find(ask).draft = ask.body.text ? { ...ask.body, at: ago(0) } : null;
    return ok;
  },
  'POST /api/conversations/:id/switch': (ask) => ({
    items: inboxes
      .slice(0, 3)
      .map((one) => ({
        inboxId: one.id,
        channel: one.channel,
        name: one.name,
        link: `https://aurora.example/s/${one.channel}-${String(ask.params.id).slice(0, 8)}`,
      })),
  }),
  'POST /api/messages/:id/retry': (ask) => {
    for (const [key, list] of messages) {
      const one = list.find((m) => m.id === ask.params.id);
      if (one) {
        one.dispatch = { state: 'sent', at: ago(0), error: null };
        shoot(`conversation:${key}`, 'message', one);
        return one;
      }
    }
    return 404;
  },
  'GET /api/customers': ({ query }) => ({
    items: customers
      .filter((one) =>
        `${one.name} ${one.email} ${one.phone}`
          .toLowerCase()
          .includes((query.get('query') ?? '').toLowerCase()),
      )
      .slice(0, 50)
      .map((one) => ({
        id: one.id,
        name: one.name,
        display: one.display,
        avatarUrl: null,
        verified: one.verified,
        email: one.email,
        phone: one.phone,
        seenAt: ago(20),
      })),
    next: null,
  }),
  'GET /api/customers/:id': customerOf,
  'PATCH /api/customers/:id': (ask) => Object.assign(customerOf(ask), ask.body),
  'PUT /api/customers/:id/suggestions/:suggestionId': (ask) =>
    Object.assign(customerOf(ask), { suggestions: [] }),
  'GET /api/customers/:id/timeline': (ask) => ({
    items: conversations
      .filter((row) => row.customer.id === ask.params.id)
      .map((row) => ({
        id: `c-${row.id}`,
        at: row.createdAt,
        name: 'conversation.created',
        conversationId: row.id,
        protocol: row.protocol,
        subject: row.subject,
        summary: row.preview?.text,
        channel: row.channel,
        actor: null,
        facts: {},
      })),
    next: null,
  }),
};
const table = Object.entries(routes).map(([key, act]) => {
  const [method, path = ''] = key.split(' ');
  return { method, act, shape: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) };
});
const codes: Record<number, string> = { 401: 'wrong_credentials', 404: 'not_found', 422: 'window_closed' };

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
const dist = process.env.DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html',
};

function serveBuilt(path: string, response: ServerResponse) {
  const file = extname(path) ? dist + path : `${dist}/index.html`;
  try {
    const bytes = readFileSync(file);
    response
      .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
      .end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}
const answer = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://x');
  const file = files.get(url.pathname.replace('/files/', ''));
  if (file) return response.writeHead(200, { 'content-type': file.type }).end(file.bytes);
  if (!url.pathname.startsWith('/api/')) return serveBuilt(url.pathname, response);
  const raw = await readAll(request);
  if (url.pathname === '/api/files') return answer(response, 200, picture(90));
  for (const { method, act, shape } of table) {
    const match = method === request.method ? shape.exec(url.pathname) : null;
    if (!match) continue;
    const result = act({
      params: match.groups ?? {},
      query: url.searchParams,
      body: raw.length ? JSON.parse(raw.toString()) : {},
    });
    if (typeof result === 'number')
      return answer(response, result, {
        code: url.pathname === '/api/session' && method === 'GET' ? 'unauthenticated' : codes[result],
        message: '',
      });
    return answer(response, 200, result);
  }
  return answer(response, 404, { code: 'not_found', message: 'The double does not know this route.' });
});
new WebSocketServer({ server, path: '/api/live' }).on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Row;
    if (frame.t === 'hello') socket.send(JSON.stringify({ t: 'ready', cursor: String(cursor++) }));
    if (frame.t === 'hello')
      socket.send(JSON.stringify({ t: 'presence', online: [people[0]?.id, people[1]?.id] }));
    if (frame.t === 'ping') socket.send(JSON.stringify({ t: 'pong' }));
    if (frame.t === 'viewing' && frame.conversationId === conversations[0]?.id)
      socket.send(
        JSON.stringify({
          t: 'viewers',
          conversationId: frame.conversationId,
          people: [people[0], people[1]].map((one) => ({ id: one?.id, name: one?.name })),
        }),
      );
  });
});
if (process.env.LIVELY === '1') {
  setInterval(() => {
    const row = conversations[Math.floor(Math.random() * 20)];
    if (!row) return;
    const fresh = message(row, { content: text(words[Math.floor(Math.random() * 8)] ?? '') });
    row.waitingSince ??= fresh.at;
    shoot('desk', 'conversation', { ...item(row), readSeq: 0 });
    shoot(`conversation:${row.id}`, 'message', fresh);
  }, 4000);
}
server.listen(Number(process.env.PORT ?? 3000));
