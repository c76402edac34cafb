import { Input } from '@mantine/core';
import type { Attachment } from '@meada/contract/content';
import type { Editor as Tiptap } from '@tiptap/react';
import { useRef } from 'react';
import type { Copied } from '../composer/useBeside.ts';
import { Copies } from './Copies.tsx';
import { Editor } from './Editor.tsx';
import { beginning, writtenIn } from './html.ts';
import classes from './letter.module.css';
import { usePictures } from './usePictures.ts';
import { useSignature } from './useSignature.ts';

/** What a first mail is while it is written. */
export type First = { text: string; html: string; cc: Copied[]; bcc: Copied[] };
type Props = {
  inboxId: string;
  label: string;
  first: First;
  /** Addresses offered for copies. */
  known: Copied[];
  pictures: React.RefObject<Map<string, Attachment>>;
  onChange: (change: Partial<First>) => void;
  onCount: (by: number) => void;
  onFiles: (files: readonly File[]) => void;
};

/** The first mail of a conversation: copies and rich text with the signature in it, just as an answer. */
export function FirstLetter(props: Props) {
  const { inboxId, label, first, known, pictures, onChange, onCount, onFiles } = props;
  const editor = useRef<Tiptap | null>(null);
  const take = usePictures(editor, { pictures, count: onCount });
  const signature = useSignature(inboxId);
  if (signature === null) return <div className={classes.loading} aria-busy />;
  const written = first.text.trim() !== '';
  return (
    <Input.Wrapper label={label} labelElement="div">
      <div className={classes.first}>
        <Copies
          known={known}
          letter={{
            cc: first.cc,
            bcc: first.bcc,
            setCc: (cc) => onChange({ cc }),
            setBcc: (bcc) => onChange({ bcc }),
          }}
        />
        <Editor
          key={inboxId}
          content={written ? first.html : beginning('', signature)}
          label={label}
          onReady={(made) => {
            editor.current = made;
          }}
          onFiles={(files) => {
            const rest = take(files);
            if (rest.length > 0) onFiles(rest);
          }}
          onChange={(changed) => onChange(writtenIn(changed, signature))}
        />
      </div>
    </Input.Wrapper>
  );
}
