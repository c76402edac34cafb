import type { CannedReply } from '@meada/contract/routes/canned';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import type { Editor as Tiptap } from '@tiptap/react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CannedMatch } from '../composer/CannedList.tsx';
import type { Draft } from '../composer/draft.ts';
import { Copies, othersOf } from './Copies.tsx';
import { Editor } from './Editor.tsx';
import { beginning, writtenIn } from './html.ts';
import classes from './letter.module.css';
import { putInto, selectIn } from './put.ts';
import { Quote } from './Quote.tsx';
import type { Letter } from './useLetter.ts';
import { usePictures } from './usePictures.ts';
import { useSignature } from './useSignature.ts';

type Props = {
  conversation: Conversation;
  leg: Leg;
  letter: Letter;
  draft: Draft;
  canned: CannedMatch;
  onPick: (reply: CannedReply) => void;
  onDraft: (some: Pick<Draft, 'text' | 'html'>) => void;
  onFiles: (files: readonly File[]) => void;
  onSubmit: (done?: boolean) => void;
};

/** A mail being written: copies, rich text with the signature in it, what is quoted below. */
export function LetterField(props: Props) {
  const { conversation, leg, letter, draft, canned, onPick, onDraft, onFiles, onSubmit } = props;
  const { t } = useTranslation(['letter', 'conversations']);
  const editor = useRef<Tiptap | null>(null);
  const takePictures = usePictures(editor, letter);
  const known = useSignature(leg.inboxId);
  const signature = known ?? '';
  const { handle } = letter;
  useEffect(() => {
    handle.current = {
      focus: () => void editor.current?.commands.focus('start'),
      clear: () => void editor.current?.commands.setContent(beginning('', signature)),
      set: (html) => void editor.current?.commands.setContent(html),
      put: (text, instead, html) => editor.current && putInto(editor.current, { text, instead, html }),
      select: (words) => editor.current && selectIn(editor.current, words),
    };
    return () => {
      handle.current = null;
    };
  }, [handle, signature]);
  const key = (event: KeyboardEvent): boolean => {
    if (event.isComposing) return false;
    const chosen = canned.list[canned.index];
    if (chosen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      canned.move(event.key === 'ArrowDown' ? 1 : -1);
      return true;
    }
    if (chosen && (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey))) {
      onPick(chosen);
      return true;
    }
    if (canned.coming && (event.key === 'Enter' || event.key === 'Tab')) return true;
    if (event.key === 'Escape') {
      if (chosen) canned.close();
      else editor.current?.commands.blur();
      return true;
    }
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return false;
    onSubmit(event.shiftKey);
    return true;
  };
  // The editor asks by the newest closure; it is made once.
  const newest = useRef({ key, takePictures, onFiles, onDraft, signature });
  newest.current = { key, takePictures, onFiles, onDraft, signature };
  if (known === null) return <div className={classes.loading} aria-busy />;
  return (
    <>
      {letter.copies ? <Copies known={othersOf(conversation)} letter={letter} /> : null}
      <Editor
        key={`${leg.inboxId} ${draft.turn ?? 0}`}
        content={draft.html || beginning(draft.text, signature)}
        label={t('conversations:composer.writeHere')}
        onReady={(made) => {
          editor.current = made;
        }}
        onKey={(event) => newest.current.key(event)}
        onFiles={(files) => {
          const rest = newest.current.takePictures(files);
          if (rest.length > 0) newest.current.onFiles(rest);
        }}
        onChange={(changed) => {
          const { from } = changed.state.selection;
          letter.setBefore(changed.state.doc.textBetween(Math.max(0, from - 80), from, '\n', ' '));
          newest.current.onDraft(writtenIn(changed, newest.current.signature));
        }}
      />
      {letter.copies ? <Quote conversation={conversation} letter={letter} /> : null}
    </>
  );
}
