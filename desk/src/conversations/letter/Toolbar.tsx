import { ActionIcon, TextInput } from '@mantine/core';
import { useRovingIndex } from '@mantine/hooks';
import {
  IconBlockquote,
  IconBold,
  IconClearFormatting,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconUnderline,
  type Icon as Shape,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './letter.module.css';

type Tool = { name: string; icon: Shape; active: string; act: (editor: Editor) => void };

const tools: Tool[] = [
  { name: 'bold', icon: IconBold, active: 'bold', act: (one) => one.chain().focus().toggleBold().run() },
  {
    name: 'italic',
    icon: IconItalic,
    active: 'italic',
    act: (one) => one.chain().focus().toggleItalic().run(),
  },
  {
    name: 'underline',
    icon: IconUnderline,
    active: 'underline',
    act: (one) => one.chain().focus().toggleUnderline().run(),
  },
  {
    name: 'bullets',
    icon: IconList,
    active: 'bulletList',
    act: (one) => one.chain().focus().toggleBulletList().run(),
  },
  {
    name: 'numbers',
    icon: IconListNumbers,
    active: 'orderedList',
    act: (one) => one.chain().focus().toggleOrderedList().run(),
  },
  {
    name: 'quote',
    icon: IconBlockquote,
    active: 'blockquote',
    act: (one) => one.chain().focus().toggleBlockquote().run(),
  },
  {
    name: 'plain',
    icon: IconClearFormatting,
    active: '',
    act: (one) => one.chain().focus().unsetAllMarks().clearNodes().run(),
  },
];

/** Only addresses that lead somewhere; a bare `loja.com` is meant as one. */
function linkOf(text: string): string | null {
  const given = text.trim();
  if (/^(https?:\/\/|mailto:|tel:)\S+$/i.test(given)) return given;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given)) return `mailto:${given}`;
  return /^[^\s:/]+\.[^\s]+$/.test(given) ? `https://${given}` : null;
}

/** The address of a link, asked for in place. */
function LinkForm({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const { t } = useTranslation('letter');
  const [text, setText] = useState(String(editor.getAttributes('link').href ?? ''));
  const [wrong, setWrong] = useState(false);
  const apply = () => {
    const href = linkOf(text);
    if (text.trim() && !href) return setWrong(true);
    const chain = editor.chain().focus().extendMarkRange('link');
    if (!href) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive('link'))
      chain
        .insertContent({ type: 'text', text: text.trim(), marks: [{ type: 'link', attrs: { href } }] })
        .run();
    else chain.setLink({ href }).run();
    onDone();
  };
  return (
    <TextInput
      className={classes.link}
      size="xs"
      autoFocus
      value={text}
      error={wrong ? t('linkWrong') : undefined}
      placeholder="https://"
      aria-label={t('linkAddress')}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          apply();
        }
        if (event.key === 'Escape') {
          event.stopPropagation();
          onDone();
        }
      }}
    />
  );
}

/** What the words can look like. On a telephone it scrolls sideways. */
export function Toolbar({ editor }: { editor: Editor }) {
  const { t } = useTranslation('letter');
  const [linking, setLinking] = useState(false);
  const { getItemProps } = useRovingIndex({ total: tools.length + 1 });
  return (
    <div className={classes.tools} role="toolbar" aria-label={t('tools')}>
      {tools.map(({ name, icon: Icon, active, act }, index) => (
        <ActionIcon
          key={name}
          variant={active && editor.isActive(active) ? 'light' : 'subtle'}
          color={active && editor.isActive(active) ? undefined : 'gray'}
          size={30}
          title={t(`tool.${name}`)}
          aria-label={t(`tool.${name}`)}
          aria-pressed={active ? editor.isActive(active) : undefined}
          onMouseDown={(event) => event.preventDefault()}
          {...getItemProps({ index, onClick: () => act(editor) })}
        >
          <Icon size={17} stroke={1.8} />
        </ActionIcon>
      ))}
      <ActionIcon
        variant={editor.isActive('link') ? 'light' : 'subtle'}
        color={editor.isActive('link') ? undefined : 'gray'}
        size={30}
        title={t('tool.link')}
        aria-label={t('tool.link')}
        aria-pressed={editor.isActive('link')}
        onMouseDown={(event) => event.preventDefault()}
        {...getItemProps({ index: tools.length, onClick: () => setLinking(!linking) })}
      >
        <IconLink size={17} stroke={1.8} />
      </ActionIcon>
      {linking ? <LinkForm editor={editor} onDone={() => setLinking(false)} /> : null}
    </div>
  );
}
