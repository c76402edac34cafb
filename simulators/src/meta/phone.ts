import type { Body, Customer, PhoneApp, PhoneMessage } from '../phone/app.ts';
import type { Comment, Direct, FileKind, Meta, Person, Post } from './index.ts';

/** What everybody reads stands under this contact. */
const everybody = 'public';

const looks = {
  facebook: {
    ...{ name: 'Facebook', link: 'fb' },
    icon: '<path d="M13.500 21v-8h2.700l.5-3.200h-3.200V7.900c0-.9.4-1.700 1.800-1.700h1.500V3.400s-1.300-.2-2.600-.2c-2.600 0-4.300 1.600-4.300 4.400v2.200H7v3.200h2.900v8z" fill="#fff"/>',
    colours: { light: ['#1565d8', '#d9e9ff', '#eef1f6'], dark: ['#17315c', '#1f4b8f', '#0d131c'] },
  },
  instagram: {
    ...{ name: 'Instagram', link: 'ig' },
    icon: '<rect x="4" y="4" width="16" height="16" rx="4.500" fill="none" stroke="#fff" stroke-width="1.800"/><circle cx="12" cy="12" r="3.700" fill="none" stroke="#fff" stroke-width="1.800"/><circle cx="16.600" cy="7.400" r="1.100" fill="#fff"/>',
    colours: { light: ['#b51f6b', '#fde0ee', '#f8f1f5'], dark: ['#4a1533', '#6d1f4b', '#170c12'] },
  },
} satisfies Record<string, Pick<PhoneApp, 'name' | 'link' | 'icon' | 'colours'>>;

const fileKinds: Record<string, FileKind> = {
  image: 'image',
  sticker: 'image',
  video: 'video',
  voice: 'audio',
};

/** A network on the customer's phone: the page's post with its comments, direct messages beside it. */
export function metaPhone(platform: Meta): PhoneApp {
  const { network, name, username } = platform.config;
  return {
    ...looks[network],
    ...{ id: network, ui: 'timeline' },
    can: { edit: network === 'facebook', react: true, reply: true, start: true, block: false },
    addressOf: (customer) => known(platform, customer).id,
    contacts: () => [{ id: username, name, detail: `@${username}` }],
    messages: (customer) => {
      const me = known(platform, customer);
      const { posts, comments } = platform.state;
      const visible = comments.filter((one) => !one.deleted && (!one.hidden || one.by === me.id));
      return [
        ...posts.map((post) => postMessage(platform, post, me)),
        ...visible.map((comment) => commentMessage(platform, comment, me)),
        ...platform.directs(me.id).map((direct) => directMessage(platform, direct, me)),
      ];
    },
    actions: actionsOf(platform),
    file: (id) => {
      const file = platform.state.files.get(id);
      return file && { name: file.name, type: file.type, bytes: file.bytes };
    },
    onChange: (listener) =>
      void platform.onChange(({ person }) => {
        const whom = person ? [person] : [...platform.state.people.keys()];
        for (const address of whom)
          listener({ address, peer: person ? username : everybody, kind: 'message' });
      }),
  };
}

function known(platform: Meta, { name, account, email }: Customer): Person {
  const username = (email.split('@')[0] ?? '').replace(/[^\w.]/g, '') || `u${account}`;
  return platform.person({ id: String(account), name, username });
}

function actionsOf(platform: Meta): PhoneApp['actions'] {
  return {
    send: (customer, body) => send(platform, known(platform, customer).id, body),
    start: (customer, body) => platform.opens(known(platform, customer).id, body.text('token')),
    press(customer, body) {
      const said = { text: body.text('title') ?? '', payload: body.text('button') ?? '' };
      return platform.writes(known(platform, customer).id, said).id;
    },
    edit(customer, body) {
      const change = { id: body.text('message') ?? '', text: body.text('text') ?? '' };
      const { id } = known(platform, customer);
      if (platform.comment(change.id)) platform.changesComment(id, change);
      else platform.edits(id, change);
    },
    react: (customer, body) => {
      const id = body.text('message') ?? '';
      if (platform.comment(id)) return;
      platform.reacts(known(platform, customer).id, { id, emoji: body.text('emoji') ?? '' });
    },
    read(customer, body) {
      if ((body.text('to') ?? everybody) !== everybody) platform.reads(known(platform, customer).id);
    },
  };
}

function send(platform: Meta, me: string, body: Body): string {
  const text = body.text('text') ?? '';
  const replyTo = body.text('replyTo');
  const files = body.files().map((file) => ({ ...file, kind: fileKinds[file.kind] ?? 'file' }));
  if ((body.text('to') ?? everybody) === everybody) {
    // Who names the account and answers nothing says it in a post of their own.
    const { network, username } = platform.config;
    if (network === 'instagram' && !replyTo && text.includes(`@${username}`))
      return platform.mentions(me, { caption: text }).post.id;
    const about = replyTo && platform.state.posts.some((one) => one.id === replyTo) ? { post: replyTo } : {};
    const parent = replyTo && platform.comment(replyTo) ? { parent: replyTo } : {};
    return platform.comments(me, { text, ...about, ...parent, ...(files[0] ? { picture: files[0] } : {}) })
      .id;
  }
  const story = body.text('story');
  const kind = story === 'mention' || story === 'reply' ? { story: story as 'mention' | 'reply' } : {};
  return platform.writes(me, { text, files, ...kind, ...(replyTo ? { replyTo } : {}) }).id;
}

const authorOf = (platform: Meta, by: string) => {
  const person = platform.state.people.get(by);
  const { name, username } = person ?? platform.config;
  return { author: name, detail: `@${username}` };
};

const postMessage = (platform: Meta, post: Post, me: Person): PhoneMessage => ({
  ...{ id: post.id, peer: everybody, mine: post.by === me.id, at: new Date(post.at).toISOString() },
  ...{ text: post.text, ...authorOf(platform, post.by) },
});

function commentMessage(platform: Meta, comment: Comment, me: Person): PhoneMessage {
  const { posts } = platform.state;
  const about = comment.parent ? platform.comment(comment.parent) : undefined;
  const above = about ?? posts.find((one) => one.id === comment.post);
  const { picture } = comment;
  return {
    ...{
      id: comment.id,
      peer: everybody,
      mine: comment.by === me.id,
      at: new Date(comment.at).toISOString(),
    },
    ...{ text: comment.text, edited: comment.edited, hidden: comment.hidden },
    ...authorOf(platform, comment.by),
    ...(comment.likes.size > 0 ? { reactions: ['👍'] } : {}),
    ...(above ? { replyTo: { id: above.id, text: above.text.slice(0, 80) } } : {}),
    ...(picture ? { files: [fileOf(platform, picture)] } : {}),
  };
}

const fileOf = (platform: Meta, file: { id: string; kind: FileKind; name: string; type: string }) => ({
  kind: file.kind === 'file' ? 'document' : file.kind,
  ...{ name: file.name, type: file.type, url: `/control/${platform.config.network}/file/${file.id}` },
});

function directMessage(platform: Meta, direct: Direct, me: Person): PhoneMessage {
  const mine = direct.by === me.id;
  const about = direct.comment ? platform.comment(direct.comment) : undefined;
  return {
    ...{ id: direct.id, peer: platform.config.username, mine, at: new Date(direct.at).toISOString() },
    ...{ text: direct.deleted ? '🚫' : direct.text, edited: direct.edits > 0 },
    ...{ files: direct.files.map((file) => fileOf(platform, file)), buttons: direct.choices },
    ...{ reactions: [...direct.reactions.values()], ...(mine ? { ticks: direct.state } : {}) },
    ...(about ? { replyTo: { id: about.id, text: about.text.slice(0, 80) } } : {}),
  };
}
