import { EditorContent, type Editor as Tiptap, useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import classes from './letter.module.css';
import { Picture } from './picture.ts';
import { Toolbar } from './Toolbar.tsx';

type Props = {
  content: string;
  label: string;
  onReady?: (editor: Tiptap) => void;
  onChange: (editor: Tiptap) => void;
  /** Answers true when the key was taken. */
  onKey?: (event: KeyboardEvent) => boolean;
  onFiles?: (files: File[]) => void;
};

const extensions = [
  StarterKit.configure({
    heading: false,
    codeBlock: false,
    code: false,
    horizontalRule: false,
    link: { openOnClick: false, autolink: true, defaultProtocol: 'https' },
  }),
  Picture.configure({ inline: true, allowBase64: true }),
];

const taken = (files: FileList | undefined, onFiles: Props['onFiles']): boolean => {
  if (!files || files.length === 0 || !onFiles) return false;
  onFiles([...files]);
  return true;
};

/** The rich text itself with its tools. Loaded with the first mail that is written. */
export function Editor({ content, label, onReady, onChange, onKey, onFiles }: Props) {
  const editor = useEditor({
    extensions,
    content,
    shouldRerenderOnTransaction: true,
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, dir: 'auto' },
      handleKeyDown: (_view, event) => onKey?.(event) ?? false,
      handlePaste: (_view, event) => taken(event.clipboardData?.files, onFiles),
      handleDrop: (_view, event) => taken(event.dataTransfer?.files, onFiles),
    },
    onCreate: ({ editor: made }) => onReady?.(made),
    onUpdate: ({ editor: changed }) => onChange(changed),
  });
  if (!editor) return null;
  return (
    <>
      <EditorContent editor={editor} className={classes.text} />
      <Toolbar editor={editor} />
    </>
  );
}
