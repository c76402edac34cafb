import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, IconButton } from './parts.js';
import { ownFile, samples } from './samples.js';

/** The field at the foot of a chat: words, what is attached, what is answered or edited. */
export function Composer({ t, draft, quoted, changing, onSend, onCancel }) {
  const [text, setText] = useState(draft ?? '');
  const [isOpen, setOpen] = useState(false);
  const field = useRef(null);
  useEffect(() => setText(draft ?? ''), [draft]);
  useEffect(() => {
    if (changing) setText(changing.text ?? '');
    if (changing || quoted) field.current?.focus();
  }, [changing, quoted]);
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 120)}px`;
  }, [text]);
  const send = () => {
    if (!text.trim()) return;
    onSend({ text: text.trim() });
    setText('');
  };
  const attach = async (body) => {
    setOpen(false);
    onSend({ ...(text.trim() && { text: text.trim() }), ...(await body) });
    setText('');
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
    if (event.key === 'Escape') onCancel();
  };
  const above = changing ?? quoted;
  return h(
    'div',
    { class: 'composer' },
    above &&
      h(
        'div',
        { class: 'quoted' },
        h(Icon, { name: changing ? 'pencil' : 'reply' }),
        h('span', null, above.text ?? '…'),
        h(IconButton, { icon: 'close', label: t('cancel'), onClick: onCancel }),
      ),
    isOpen && h(AttachMenu, { t, attach }),
    h(
      'div',
      { class: 'composer-row' },
      h(IconButton, {
        icon: isOpen ? 'close' : 'plus',
        label: t('attach'),
        'aria-expanded': String(isOpen),
        onClick: () => setOpen(!isOpen),
      }),
      h('textarea', {
        ref: field,
        rows: 1,
        value: text,
        placeholder: t('write'),
        'aria-label': t('write'),
        onInput: (event) => setText(event.currentTarget.value),
        onKeyDown,
      }),
      h(IconButton, {
        icon: 'send',
        label: t('send'),
        class: 'icon-button send',
        disabled: !text.trim(),
        onClick: send,
      }),
    ),
  );
}

/** Ready-made files, a place, the own contact, or any file of the computer. */
function AttachMenu({ t, attach }) {
  const sample = (name) => samples[name]().then((file) => ({ files: [file] }));
  const item = (icon, body) =>
    h(
      'button',
      { type: 'button', onClick: () => attach(body()) },
      h('span', { class: icon }, h(Icon, { name: icon })),
      t(icon),
    );
  return h(
    'div',
    { class: 'attach-menu' },
    item('picture', () => sample('picture')),
    item('voice', () => sample('voice')),
    item('pdf', () => sample('pdf')),
    item('location', () => ({ latitude: -25.4296, longitude: -49.2713 })),
    item('contact', () => ({ contact: 'own' })),
    h(
      'label',
      null,
      h('span', { class: 'file-icon' }, h(Icon, { name: 'file' })),
      t('file'),
      h('input', {
        type: 'file',
        multiple: true,
        onChange: (event) =>
          attach(Promise.all([...event.currentTarget.files].map(ownFile)).then((files) => ({ files }))),
      }),
    ),
  );
}
