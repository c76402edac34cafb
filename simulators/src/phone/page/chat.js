import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Composer } from './composer.js';
import { Avatar, clock, FileView, Icon, IconButton, Ticks, Words, when } from './parts.js';
import { act, go, look, messagesOf, state, unread } from './store.js';

const emojis = ['👍', '❤️', '😂', '😮', '🙏'];

/** A messenger: the list of chats, or one of them. */
export function ChatApp({ app, person, screen, t }) {
  const contact = app.contacts.find((one) => one.id.toLowerCase() === screen.peer?.toLowerCase());
  if (screen.peer && (contact || app.contacts.length > 0)) {
    const known = contact ?? app.contacts[0];
    return h(Chat, { key: known.id, app, person, screen, contact: known, t });
  }
  return h(ChatList, { app, person, t });
}

function ChatList({ app, person, t }) {
  const rows = app.contacts.map((contact) => {
    const last = messagesOf(app.id, person)
      .filter((one) => one.peer === contact.id)
      .at(-1);
    return { contact, last, count: unread(app.id, person, contact.id) };
  });
  return h(
    'div',
    { class: 'app-screen' },
    h('header', { class: 'app-head large' }, h('h2', null, app.name)),
    h(
      'div',
      { class: 'rows' },
      rows.map(({ contact, last, count }) =>
        h(
          'button',
          { type: 'button', class: 'row', onClick: () => go(person, { app: app.id, peer: contact.id }) },
          h(Avatar, { name: contact.name }),
          h(
            'span',
            { class: 'row-text' },
            h('strong', null, contact.name),
            h('span', null, last ? snippet(last, t) : contact.detail),
          ),
          h(
            'span',
            { class: 'row-side' },
            last && h('time', null, when(last.at, state.language)),
            count > 0 && h('b', { class: 'badge' }, count),
          ),
        ),
      ),
    ),
  );
}

function snippet(message, t) {
  if (message.text) return message.text;
  const kind = message.files?.[0]?.kind;
  const names = { image: 'picture', voice: 'voice', audio: 'voice', document: 'pdf' };
  if (kind) return t(names[kind] ?? 'file');
  if (message.location) return t('location');
  return message.contacts?.[0]?.name ?? '…';
}

function Chat({ app, person, screen, contact, t }) {
  const [quoted, setQuoted] = useState(null);
  const [changing, setChanging] = useState(null);
  const [sheet, setSheet] = useState(null);
  const end = useRef(null);
  const messages = messagesOf(app.id, person).filter((one) => one.peer === contact.id);
  const toEnd = () => end.current?.scrollTo({ top: end.current.scrollHeight });
  useEffect(() => {
    look(app.id, person, contact.id);
    toEnd();
  }, [messages.length, screen.start]);
  const perform = (action, body) => act(app.id, action, person, { to: contact.id, ...body });
  const forget = () => {
    setQuoted(null);
    setChanging(null);
  };
  const onSend = (body) => {
    const isEdit = changing && body.text;
    const about = isEdit ? { message: changing.id } : quoted && { replyTo: quoted.id };
    void perform(isEdit ? 'edit' : 'send', { ...body, ...about });
    forget();
    if (screen.draft) go(person, { app: app.id, peer: contact.id });
  };
  const isTyping = (state.typing[`${app.id}/${person}`] ?? 0) > Date.now();
  const mustStart = app.can.start && (screen.start !== undefined || messages.length === 0);
  const start = () => {
    void perform('start', { ...(screen.start && { token: screen.start }) });
    go(person, { app: app.id, peer: contact.id });
  };
  return h(
    'div',
    { class: 'app-screen chat' },
    h(
      'header',
      { class: 'app-head' },
      h(IconButton, { icon: 'back', label: t('back'), onClick: () => go(person, { app: app.id }) }),
      h(Avatar, { name: contact.name }),
      h(
        'span',
        { class: 'head-text' },
        h('strong', null, contact.name),
        h('span', null, isTyping ? t('typing') : contact.detail),
      ),
      app.can.ad && h(IconButton, { icon: 'outside', label: t('ad'), onClick: () => void perform('ad', {}) }),
    ),
    h(
      'div',
      { class: 'messages', ref: end, 'aria-live': 'polite', onLoadCapture: toEnd },
      messages.length === 0 && h('p', { class: 'hint' }, t('nothing'), h('br'), t('nothingHint')),
      messages.map((message, i) => [
        isNewDay(messages[i - 1], message) &&
          h('div', { class: 'day', key: `day-${message.id}` }, day(message.at)),
        h(Bubble, {
          key: message.id,
          app,
          message,
          t,
          perform,
          setSheet,
          quote: setQuoted,
          change: setChanging,
        }),
      ]),
    ),
    sheet && h(ListSheet, { sheet, t, close: () => setSheet(null), perform }),
    mustStart
      ? h('button', { type: 'button', class: 'start', onClick: start }, t('start'))
      : h(Composer, { t, draft: screen.draft, quoted, changing, onSend, onCancel: forget }),
  );
}

const day = (at) => new Date(at).toLocaleDateString(state.language, { day: 'numeric', month: 'long' });
const isNewDay = (before, message) => !before || day(before.at) !== day(message.at);

function Bubble({ app, message, t, perform, setSheet, quote, change }) {
  const [isOpen, setOpen] = useState(false);
  const { files = [], buttons = [], contacts = [], reactions = [], location } = message;
  const place =
    location && `https://www.openstreetmap.org/?mlat=${location.latitude}&mlon=${location.longitude}`;
  const isBare = files.length > 0 && files.every((file) => file.kind === 'image') && !message.text;
  return h(
    'div',
    { class: `line ${message.mine ? 'mine' : 'theirs'}` },
    h(
      'div',
      { class: `bubble${isBare ? ' bare' : ''}`, 'data-id': message.id },
      message.replyTo && h('div', { class: 'reply-to' }, message.replyTo.text),
      message.header && h('strong', { class: 'header' }, message.header),
      files.map((file) => h(FileView, { key: file.url, file })),
      location &&
        h(
          'a',
          { class: 'file document', href: place, target: '_blank', rel: 'noreferrer' },
          h(Icon, { name: 'location' }),
          h('span', null, location.name ?? `${location.latitude}, ${location.longitude}`),
        ),
      contacts.map((one) =>
        h(
          'div',
          { class: 'file document' },
          h(Icon, { name: 'contact' }),
          h('span', { class: 'file-words' }, one.name, one.phone && h('small', null, one.phone)),
        ),
      ),
      message.text && h('div', { class: 'words' }, h(Words, { text: message.text })),
      message.footer && h('div', { class: 'footer' }, message.footer),
      h(
        'div',
        { class: 'meta' },
        message.edited && h('span', null, t('edited')),
        h('time', null, clock(message.at, state.language)),
        message.mine && h(Ticks, { state: message.ticks }),
      ),
      reactions.filter(Boolean).length > 0 &&
        h('div', { class: 'reactions' }, reactions.filter(Boolean).join(' ')),
      h(IconButton, {
        icon: 'more',
        label: t('more'),
        class: 'icon-button bubble-more',
        'aria-expanded': String(isOpen),
        onClick: () => setOpen(!isOpen),
      }),
    ),
    isOpen && h(Actions, { app, message, t, perform, quote, change, close: () => setOpen(false) }),
    buttons.length > 0 && h(Buttons, { buttons, message, perform }),
    message.list &&
      h(
        'button',
        {
          type: 'button',
          class: 'choice',
          onClick: () => setSheet({ ...message.list, message: message.id }),
        },
        h(Icon, { name: 'list' }),
        message.list.button,
      ),
  );
}

function Actions({ app, message, t, perform, quote, change, close }) {
  const then = (work) => () => {
    work();
    close();
  };
  const react = (emoji) =>
    perform('react', { message: message.id, emoji: message.reactions?.includes(emoji) ? '' : emoji });
  return h(
    'div',
    { class: 'actions', role: 'menu' },
    app.can.reply && h(IconButton, { icon: 'reply', label: t('reply'), onClick: then(() => quote(message)) }),
    app.can.edit &&
      message.mine &&
      message.text &&
      h(IconButton, { icon: 'pencil', label: t('change'), onClick: then(() => change(message)) }),
    app.can.react &&
      emojis.map((emoji) =>
        h('button', { type: 'button', key: emoji, onClick: then(() => react(emoji)) }, emoji),
      ),
  );
}

function Buttons({ buttons, message, perform }) {
  return h(
    'div',
    { class: 'choices' },
    buttons.map((button) =>
      button.url
        ? h(
            'a',
            { class: 'choice', href: button.url, target: '_blank', rel: 'noreferrer' },
            button.title,
            h(Icon, { name: 'outside' }),
          )
        : h(
            'button',
            {
              type: 'button',
              class: 'choice',
              onClick: () =>
                perform('press', { message: message.id, button: button.id, title: button.title }),
            },
            button.title,
          ),
    ),
  );
}

/** A list opens from below; one row is chosen. */
function ListSheet({ sheet, t, close, perform }) {
  const choose = (row) => {
    void perform('press', { message: sheet.message, button: row.id, title: row.title, list: 'yes' });
    close();
  };
  return h(
    'div',
    { class: 'sheet', role: 'dialog', 'aria-label': sheet.button },
    h(
      'header',
      null,
      h('strong', null, sheet.button),
      h(IconButton, { icon: 'close', label: t('cancel'), onClick: close }),
    ),
    sheet.sections.map((section) => [
      section.title && h('h3', null, section.title),
      section.rows.map((row) =>
        h(
          'button',
          { type: 'button', key: row.id, onClick: () => choose(row) },
          row.title,
          row.description && h('small', null, row.description),
        ),
      ),
    ]),
  );
}
