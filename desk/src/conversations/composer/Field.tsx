import type { CannedReply } from '@meada/contract/routes/canned';
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type Ref,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useStore } from '../../live/store.ts';
import { preferences } from '../../shell/preferences.ts';
import type { CannedMatch } from './CannedList.tsx';
import classes from './composer.module.css';

type Props = {
  ref: React.RefObject<HTMLTextAreaElement | null>;
  text: string;
  placeholder: string;
  canned: CannedMatch;
  onPick: (reply: CannedReply) => void;
  onText: (text: string) => void;
  onFiles: (files: readonly File[]) => void;
  /** `done`: and the matter is resolved. */
  onSubmit: (done?: boolean) => void;
};

/** Tallest the field grows before it scrolls, as a share of the window. */
const tallest = 0.38;

/** The text itself: grows with what is written, takes pasted and dropped files, sends by key. */
export function Field({ ref, text, placeholder, canned, onPick, onText, onFiles, onSubmit }: Props) {
  const { enterSends } = useStore(preferences);
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, innerHeight * tallest)}px`;
  }, [text, ref]);

  const keyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (canned.list.length > 0) {
      const chosen = canned.list[canned.index];
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        return canned.move(event.key === 'ArrowDown' ? 1 : -1);
      }
      if ((event.key === 'Enter' || event.key === 'Tab') && chosen) {
        event.preventDefault();
        return onPick(chosen);
      }
      if (event.key === 'Escape') {
        event.stopPropagation();
        return canned.close();
      }
    }
    if (canned.coming && (event.key === 'Enter' || event.key === 'Tab')) return event.preventDefault();
    if (event.key === 'Escape') return event.currentTarget.blur();
    const plain = enterSends && !event.shiftKey && !event.altKey;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || plain)) {
      event.preventDefault();
      onSubmit(event.shiftKey);
    }
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  const drag = (event: DragEvent, by: number) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    depth.current += by;
    setOver(depth.current > 0);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <textarea
      ref={ref as Ref<HTMLTextAreaElement>}
      className={classes.field}
      data-over={over || undefined}
      rows={2}
      value={text}
      placeholder={placeholder}
      aria-label={placeholder}
      maxLength={200_000}
      dir="auto"
      onChange={(event) => onText(event.currentTarget.value)}
      onKeyDown={keyDown}
      onPaste={paste}
      onDragEnter={(event) => drag(event, 1)}
      onDragOver={(event) => drag(event, 0)}
      onDragLeave={(event) => drag(event, -1)}
      onDrop={drop}
    />
  );
}
