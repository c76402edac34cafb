import type { Body, Customer, PhoneApp, PhoneMessage } from '../phone/app.ts';
import { type Change, type Direct, demoHandles, type Post, type X } from './index.ts';

/** Everybody's posts stand under this contact. */
const everybody = 'public';
const handles = [demoHandles.brand, demoHandles.service];

/** A name on the platform out of a person's name: `Ana Prado` is @anaprado. */
const usernameOf = ({ name, account }: Customer): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
    .slice(0, 15) || `u${account}`.slice(0, 15);

/** The platform on the customer's phone: the timeline everybody reads, direct messages beside it. */
export function xPhone(platform: X): PhoneApp {
  return {
    ...{ id: 'x', ui: 'timeline', name: 'X', link: 'x' },
    icon: '<path d="M5 5l14 14M18.500 5 13.300 10.800M10.700 13.300 5.500 19" stroke="#fff" stroke-width="2.200" fill="none"/>',
    colours: { light: ['#0f1419', '#dcecf9', '#f1f4f7'], dark: ['#0f1419', '#1d3a52', '#0c1117'] },
    can: { edit: false, react: true, reply: true, start: false, block: false },
    addressOf: (customer) => String(customer.account),
    contacts: () => handles.map(({ id, name, username }) => ({ id, name, detail: `@${username}` })),
    messages: (customer) => {
      const me = known(platform, customer);
      const posts = platform.timeline().map((post) => postMessage(post, me));
      return [...posts, ...platform.directs(me).map((direct) => directMessage(direct, me))];
    },
    actions: {
      send: (customer, body) => send(platform, customer, body),
      react: (customer, body) =>
        platform.customerLikes(known(platform, customer), body.text('message') ?? ''),
      read: (customer, body) => {
        const to = body.text('to') ?? everybody;
        if (to !== everybody) platform.customerReads(known(platform, customer), to);
      },
    },
    file: (id) => {
      const file = platform.file(id);
      return file && { name: file.id, type: file.type, bytes: file.bytes };
    },
    onChange: (listener) =>
      void platform.onChange((change) => {
        for (const { address, peer } of concerned(platform, change))
          listener({ address, peer, kind: 'message' });
      }),
  };
}

/** Whose page shows a change: a post everybody's, a direct message both sides'. */
function concerned(platform: X, change: Change): { address: string; peer: string }[] {
  if (change.kind === 'direct') {
    const { sender, recipient } = change.direct;
    return [
      { address: sender.id, peer: recipient.id },
      { address: recipient.id, peer: sender.id },
    ];
  }
  if (change.kind === 'read') return [];
  return [...platform.world.users.keys()].map((address) => ({ address, peer: everybody }));
}

function known(platform: X, customer: Customer): string {
  const id = String(customer.account);
  const { name } = customer;
  return platform.customer({ id, name, username: usernameOf(customer), followers: 1240 }).id;
}

function send(platform: X, customer: Customer, body: Body): string {
  const me = known(platform, customer);
  const said = { text: body.text('text') ?? '', files: body.files() };
  const to = body.text('to') ?? everybody;
  if (to !== everybody) return platform.customerWrites(me, to, said).id;
  return platform.customerPosts(me, { ...said, replyTo: body.text('replyTo') }).id;
}

const filesOf = (files: Post['files']): PhoneMessage['files'] =>
  files.map(({ id, type }) => {
    const kind = type.startsWith('video/') ? 'video' : 'image';
    return { kind, name: kind, type, url: `/control/x/file/${id}` };
  });

const postMessage = (post: Post, me: string): PhoneMessage => ({
  ...{
    id: post.id,
    peer: everybody,
    mine: post.author.id === me,
    at: post.at.toISOString(),
    text: post.text,
  },
  ...{ author: post.author.name, detail: `@${post.author.username}`, files: filesOf(post.files) },
  ...{ reactions: [...post.likes].map(() => '❤️'), hidden: post.hidden, edited: post.history.length > 1 },
  ...(post.replyTo && { replyTo: { id: post.replyTo.id, text: `@${post.replyTo.author.username}` } }),
});

const directMessage = (direct: Direct, me: string): PhoneMessage => {
  const mine = direct.sender.id === me;
  return {
    ...{
      id: direct.id,
      peer: mine ? direct.recipient.id : direct.sender.id,
      mine,
      at: direct.at.toISOString(),
    },
    ...{ text: direct.text, files: filesOf(direct.files) },
    ...(mine && { ticks: 'delivered' as const }),
  };
};
