import { h } from 'preact';

const paths = {
  back: 'M15 5 8 12l7 7',
  send: 'M4 12 20 4l-5 16-4-6z M11 14 20 4',
  plus: 'M12 5v14M5 12h14',
  more: 'M12 6v.01M12 12v.01M12 18v.01',
  close: 'M6 6l12 12M18 6 6 18',
  reply: 'M10 7 4 12l6 5M4 12h9a7 7 0 0 1 7 7',
  replyAll: 'M8 7 3 12l5 5M13 7l-5 5 5 5M8 12h7a6 6 0 0 1 6 6',
  pencil: 'M4 20h4L19 9l-4-4L4 16z',
  picture: 'M4 5h16v14H4zM4 16l5-5 5 5 3-3 3 3M15.500 9.500v.01',
  voice: 'M12 4a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V7a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4',
  pdf: 'M7 3h7l4 4v14H7zM14 3v4h4M9.500 13h6M9.500 16.500h6',
  location: 'M12 21s7-6.300 7-11.500A7 7 0 0 0 5 9.500C5 14.700 12 21 12 21zM12 9.500v.01',
  contact: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20a7 7 0 0 1 14 0',
  file: 'M8 13l6-6a3 3 0 0 1 4 4l-8 8a5 5 0 0 1-7-7l7-7',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  theme: 'M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z',
  columns: 'M4 4h7v16H4zM13 4h7v16h-7z',
  phone:
    'M8 2.500h8a1.500 1.500 0 0 1 1.500 1.500v16a1.500 1.500 0 0 1-1.500 1.500H8A1.500 1.500 0 0 1 6.500 20V4A1.500 1.500 0 0 1 8 2.500zM11 18.500h2',
  outside: 'M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9',
  reload: 'M19 12a7 7 0 1 1-2-5M19 4v4h-4',
  list: 'M8 7h11M8 12h11M8 17h11M4.500 7v.01M4.500 12v.01M4.500 17v.01',
  block: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.700 5.700l12.600 12.600',
};

/** A line drawing of 24 × 24. */
export const Icon = ({ name }) =>
  h('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' }, h('path', { d: paths[name] }));

/** A button that shows a drawing and says its name to those who cannot see it. */
export const IconButton = ({ icon, label, ...rest }) =>
  h(
    'button',
    { type: 'button', class: 'icon-button', title: label, 'aria-label': label, ...rest },
    h(Icon, { name: icon }),
  );

/** One tick sent, two delivered, two coloured read, a sign for failed. */
export function Ticks({ state }) {
  if (!state) return null;
  if (state === 'failed') return h('span', { class: 'ticks failed', title: state }, '!');
  const second = state !== 'sent' && h('path', { d: 'M8.500 12.500 11 15l6.500-8' });
  return h(
    'svg',
    { viewBox: '0 0 20 20', class: `ticks ${state}`, role: 'img', 'aria-label': state },
    h('path', { d: second ? 'M3 10.500 5.500 15 12 7' : 'M5 10.500 8 15l7-8' }),
    second,
  );
}

/** Round picture with the first letters of a name, in a colour of its own. */
export function Avatar({ name }) {
  const letters = name
    .split(/\s+/)
    .map((word) => word[0])
    .filter(Boolean)
    .slice(0, 2)
    .join('');
  const hue = [...name].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 360, 7);
  return h('span', { class: 'avatar', style: `--hue:${hue}`, 'aria-hidden': 'true' }, letters.toUpperCase());
}

/** Text with its links made live; nothing else in it is read as markup. */
export function Words({ text }) {
  const parts = text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g);
  return parts.map((part, i) =>
    i % 2 === 1 ? h('a', { href: part, target: '_blank', rel: 'noreferrer' }, part) : part,
  );
}

/** A file the way a person expects it: picture, player, or name to open. */
export function FileView({ file }) {
  if (file.kind === 'image' || file.kind === 'sticker') {
    const link = { href: file.url, target: '_blank', class: `file ${file.kind}` };
    return h('a', link, h('img', { src: file.url, alt: file.name, loading: 'lazy' }));
  }
  if (file.kind === 'voice' || file.kind === 'audio') {
    return h('audio', { class: 'file', controls: true, preload: 'metadata', src: file.url });
  }
  if (file.kind === 'video')
    return h('video', { class: 'file', controls: true, preload: 'metadata', src: file.url });
  return h(
    'a',
    { class: 'file document', href: file.url, target: '_blank' },
    h(Icon, { name: 'pdf' }),
    h('span', { class: 'file-words' }, file.name),
  );
}

export const clock = (at, language) =>
  new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `14:05` today, else the day. */
export function when(at, language) {
  const date = new Date(at);
  if (date.toDateString() === new Date().toDateString()) return clock(at, language);
  return date.toLocaleDateString(language, { day: '2-digit', month: '2-digit' });
}
