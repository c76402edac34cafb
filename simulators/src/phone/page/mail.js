import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Avatar, FileView, Icon, IconButton, Words, when } from './parts.js';
import { ownFile, samples } from './samples.js';
import { act, go, look, messagesOf, state } from './store.js';

/** A mailbox: its messages, one of them, or a new one. */
export function MailApp({ app, person, screen, t }) {
  if (screen.compose) return h(Compose, { app, person, draft: screen.compose, t });
  const message = screen.open && messagesOf(app.id, person).find((one) => one.id === screen.open);
  if (message) return h(Mail, { app, person, message, t });
  return h(MailList, { app, person, t });
}

const newestFirst = (messages) => [...messages].sort((a, b) => b.at.localeCompare(a.at));

function MailList({ app, person, t }) {
  const messages = newestFirst(messagesOf(app.id, person));
  const write = () =>
    go(person, { app: app.id, compose: { to: app.contacts.slice(0, 1).map((one) => one.id) } });
  return h(
    'div',
    { class: 'app-screen' },
    h(
      'header',
      { class: 'app-head large' },
      h('h2', null, t('inbox')),
      h('span', { class: 'head-note' }, state.people[person].email),
    ),
    h(
      'div',
      { class: 'rows' },
      messages.length === 0 && h('p', { class: 'hint' }, t('nothing'), h('br'), t('nothingHint')),
      messages.map((message) => {
        const isNew = !message.mine && message.at > (state.seen[`${app.id}/${person}/${message.peer}`] ?? '');
        const from = message.mine ? `${t('to')}: ${message.mail.to.join(', ')}` : nameOf(message.mail.from);
        return h(
          'button',
          {
            type: 'button',
            key: message.id,
            class: `row${isNew ? ' new' : ''}`,
            onClick: () => go(person, { app: app.id, open: message.id }),
          },
          h(Avatar, { name: message.mine ? state.people[person].name : nameOf(message.mail.from) }),
          h(
            'span',
            { class: 'row-text' },
            h('strong', null, from),
            h('span', { class: 'subject' }, message.mail.subject || t('noSubject')),
            h('span', null, message.text?.slice(0, 120)),
          ),
          h(
            'span',
            { class: 'row-side' },
            h('time', null, when(message.at, state.language)),
            message.files?.length > 0 && h(Icon, { name: 'file' }),
          ),
        );
      }),
    ),
    h(
      'button',
      { type: 'button', class: 'float', onClick: write },
      h(Icon, { name: 'pencil' }),
      t('compose'),
    ),
  );
}

const nameOf = (address) => /^"?([^"<]+?)"?\s*</.exec(address)?.[1] ?? address;
const bare = (address) => (/<([^>]+)>/.exec(address)?.[1] ?? address).trim().toLowerCase();

function Mail({ app, person, message, t }) {
  const { mail } = message;
  useEffect(() => look(app.id, person, message.peer), [message.id]);
  const answer = (isAll) => {
    const own = state.people[person].email;
    const others = (list) => list.filter((address) => bare(address) !== own);
    const to = message.mine ? mail.to : [bare(mail.from)];
    const cc = isAll
      ? others([...(message.mine ? [] : mail.to), ...mail.cc]).filter((one) => !to.includes(bare(one)))
      : [];
    const subject = /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`;
    const said = (message.text ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    const body = `\n\n${new Date(message.at).toLocaleString(state.language)}, ${nameOf(mail.from)}:\n${said}`;
    go(person, { app: app.id, compose: { to, cc, subject, body, replyTo: message.id } });
  };
  return h(
    'div',
    { class: 'app-screen mail' },
    h(
      'header',
      { class: 'app-head' },
      h(IconButton, { icon: 'back', label: t('back'), onClick: () => go(person, { app: app.id }) }),
      h('strong', { class: 'head-text' }, mail.subject || t('noSubject')),
    ),
    h(
      'div',
      { class: 'mail-body' },
      h(
        'div',
        { class: 'mail-head' },
        h(Avatar, { name: nameOf(mail.from) }),
        h(
          'span',
          { class: 'row-text' },
          h('strong', null, nameOf(mail.from)),
          h('span', null, `${t('to')}: ${mail.to.map(nameOf).join(', ')}`),
          mail.cc.length > 0 && h('span', null, `${t('cc')}: ${mail.cc.map(nameOf).join(', ')}`),
        ),
        h('time', null, when(message.at, state.language)),
      ),
      mail.html
        ? h(HtmlView, { html: mail.html })
        : h('pre', { class: 'plain' }, h(Words, { text: message.text ?? '' })),
      message.files?.map((file) => h(FileView, { key: file.url, file })),
    ),
    h(
      'footer',
      { class: 'mail-foot' },
      h('button', { type: 'button', onClick: () => answer(false) }, h(Icon, { name: 'reply' }), t('reply')),
      h(
        'button',
        { type: 'button', onClick: () => answer(true) },
        h(Icon, { name: 'replyAll' }),
        t('replyAll'),
      ),
    ),
  );
}

/** Foreign HTML: no scripts, no origin, nothing from the network but what is inside the mail. */
function HtmlView({ html }) {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data: http://127.0.0.1:*";
  const style =
    'body{font:15px/1.5 system-ui,sans-serif;margin:12px;word-break:break-word;background:#fff;color:#1f2328}img{max-width:100%}';
  const page = `<meta http-equiv="content-security-policy" content="${policy}"><base target="_blank"><style>${style}</style>${html}`;
  return h('iframe', { class: 'html', sandbox: 'allow-popups', srcdoc: page, title: 'HTML' });
}

function Compose({ app, person, draft, t }) {
  const [mail, setMail] = useState({
    to: (draft.to ?? []).join(', '),
    cc: (draft.cc ?? []).join(', '),
    subject: draft.subject ?? '',
    text: draft.body ?? '',
    files: [],
  });
  const change = (name) => (event) => setMail({ ...mail, [name]: event.currentTarget.value });
  const add = async (files) => {
    const more = await Promise.all(files);
    setMail((now) => ({ ...now, files: [...now.files, ...more] }));
  };
  const addresses = (text) =>
    text
      .split(/[,;]/)
      .map((one) => one.trim())
      .filter(Boolean);
  const send = async () => {
    const body = {
      to: addresses(mail.to)[0],
      toAll: addresses(mail.to),
      cc: addresses(mail.cc),
      subject: mail.subject,
      text: mail.text,
      files: mail.files,
    };
    const result = await act(app.id, 'send', person, {
      ...body,
      ...(draft.replyTo && { replyTo: draft.replyTo }),
    });
    if (result !== undefined) go(person, { app: app.id });
  };
  const field = (name) =>
    h('label', null, h('span', null, t(name)), h('input', { value: mail[name], onInput: change(name) }));
  return h(
    'form',
    {
      class: 'app-screen compose',
      onSubmit: (event) => {
        event.preventDefault();
        void send();
      },
    },
    h(
      'header',
      { class: 'app-head' },
      h(IconButton, { icon: 'close', label: t('cancel'), onClick: () => go(person, { app: app.id }) }),
      h('strong', { class: 'head-text' }, t('compose')),
      h(
        'button',
        {
          type: 'submit',
          class: 'icon-button',
          'aria-label': t('send'),
          title: t('send'),
          disabled: !mail.to.trim(),
        },
        h(Icon, { name: 'send' }),
      ),
    ),
    field('to'),
    field('cc'),
    field('subject'),
    h('textarea', {
      'aria-label': t('write'),
      value: mail.text,
      onInput: change('text'),
      placeholder: t('write'),
    }),
    mail.files.length > 0 &&
      h(
        'div',
        { class: 'attached' },
        mail.files.map((file) => h('span', { class: 'attached-file' }, h(Icon, { name: 'file' }), file.name)),
      ),
    h(
      'footer',
      { class: 'mail-foot' },
      h(IconButton, { icon: 'picture', label: t('picture'), onClick: () => add([samples.picture()]) }),
      h(IconButton, { icon: 'pdf', label: t('pdf'), onClick: () => add([samples.pdf()]) }),
      h(
        'label',
        { class: 'icon-button', title: t('file') },
        h(Icon, { name: 'file' }),
        h('input', {
          type: 'file',
          multiple: true,
          'aria-label': t('file'),
          onChange: (event) => add([...event.currentTarget.files].map(ownFile)),
        }),
      ),
    ),
  );
}
