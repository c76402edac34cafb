import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ChatApp } from './chat.js';
import { Composer } from './composer.js';
import { Avatar, FileView, Icon, IconButton, Words, when } from './parts.js';
import { act, go, look, messagesOf, state, unread } from './store.js';

/** Everybody's posts stand under this contact. */
const everybody = 'public';
/** A link that opens a private message; platforms draw it as a button. */
const privateLink = /https?:\/\/\S+\/messages\/compose\?\S+/;

/** A public place: what everybody says, newest first; private messages are a chat beside it. */
export function TimelineApp({ app, person, screen, t }) {
  if (screen.peer || screen.isPrivate)
    return h(
      'div',
      { class: 'app-screen' },
      !screen.peer &&
        h(
          'header',
          { class: 'app-head' },
          h(IconButton, { icon: 'back', label: t('back'), onClick: () => go(person, { app: app.id }) }),
          h('strong', { class: 'head-text' }, t('direct')),
        ),
      h(ChatApp, { app, person, screen, t }),
    );
  return h(Timeline, { app, person, screen, t });
}

function Timeline({ app, person, screen, t }) {
  const [quoted, setQuoted] = useState(null);
  const posts = messagesOf(app.id, person).filter((one) => one.peer === everybody);
  useEffect(() => look(app.id, person, everybody), [posts.length]);
  const perform = (action, body) => act(app.id, action, person, { to: everybody, ...body });
  const onSend = (body) => {
    void perform('send', { ...body, ...(quoted && { replyTo: quoted.id }) });
    setQuoted(null);
  };
  const waiting = app.contacts.reduce((sum, one) => sum + unread(app.id, person, one.id), 0);
  return h(
    'div',
    { class: 'app-screen timeline' },
    h(
      'header',
      { class: 'app-head' },
      h('h2', { class: 'head-text' }, app.name),
      h(
        'button',
        { type: 'button', class: 'to-private', onClick: () => go(person, { app: app.id, isPrivate: true }) },
        h(Icon, { name: 'send' }),
        t('direct'),
        waiting > 0 && h('b', { class: 'badge' }, waiting),
      ),
    ),
    h(
      'div',
      { class: 'rows', 'aria-live': 'polite' },
      posts.length === 0 && h('p', { class: 'hint' }, t('nothing')),
      posts.toReversed().map((post) => h(Post, { key: post.id, post, t, quote: setQuoted, perform })),
    ),
    h(Composer, {
      t,
      draft: screen.draft ?? `@${app.contacts[0]?.detail.replace(/^@/, '') ?? ''} `,
      quoted,
      changing: null,
      onSend,
      onCancel: () => setQuoted(null),
    }),
  );
}

function Post({ post, t, quote, perform }) {
  const link = privateLink.exec(post.text ?? '')?.[0];
  const text = link ? post.text.replace(link, '').trim() : post.text;
  const likes = post.reactions?.length ?? 0;
  return h(
    'article',
    { class: 'post', 'data-id': post.id },
    h(Avatar, { name: post.author ?? '?' }),
    h(
      'div',
      null,
      h(
        'header',
        null,
        h('strong', null, post.author),
        h('span', null, post.detail),
        h('time', null, when(post.at, state.language)),
      ),
      post.replyTo && h('div', { class: 'reply-to' }, `${t('inReplyTo')} ${post.replyTo.text}`),
      post.hidden ? h('em', null, t('hidden')) : text && h('div', { class: 'words' }, h(Words, { text })),
      post.files?.map((file) => h(FileView, { key: file.url, file })),
      link && h('a', { class: 'choice', href: link }, t('toDirect')),
      h(
        'footer',
        null,
        h(IconButton, { icon: 'reply', label: t('reply'), onClick: () => quote(post) }),
        h(
          'button',
          {
            type: 'button',
            'aria-label': t('like'),
            onClick: () => perform('react', { message: post.id, emoji: '❤️' }),
          },
          `♥ ${likes || ''}`,
        ),
      ),
    ),
  );
}
