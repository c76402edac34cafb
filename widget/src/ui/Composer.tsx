import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { write } from '../chat/sender.ts';
import type { Upload } from '../chat/state.ts';
import { sayTyping } from '../chat/typing.ts';
import { addFiles, maxFiles, removeFile, retryFile, takeFiles } from '../chat/uploads.ts';
import { errorText } from '../core/texts.ts';
import { sizeText } from '../core/time.ts';
import { Icon } from './Icon.tsx';
import { Recorder } from './Recorder.tsx';
import { useChat, useChatState } from './use.ts';

/** Longest message (contract), in UTF-16 units. */
const maxText = 10_000;

export function Composer() {
  const context = useChat();
  const { texts, keep, store } = context;
  const { uploads, thread, replyTo } = useChatState();
  const [text, setText] = useState(() => keep.get('draft') ?? '');
  const area = useRef<HTMLTextAreaElement>(null);
  const busy = uploads.some((one) => !one.file && !one.code);
  const ready = !busy && (text.trim() !== '' || uploads.some((one) => one.file));
  const placeholder = thread.conversation?.resolved ? texts.writeAgain : texts.write;
  useGrowing(area, text + placeholder);

  const change = (next: string) => {
    setText(next);
    keep.set('draft', next || null);
    sayTyping(context, next !== '');
  };
  const send = () => {
    if (!ready) return;
    write(context, { text: text.trim(), files: takeFiles(context), ...(replyTo && { replyTo }) });
    store.set({ replyTo: null });
    change('');
    area.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    // On a touch screen Enter makes a line: the button sends. While an input method composes, Enter is its own.
    const touch = matchMedia('(pointer: coarse)').matches;
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || touch) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {replyTo && <ReplyBar text={replyTo.text} onCancel={() => store.set({ replyTo: null })} />}
      <Uploads uploads={uploads} />
      <div class="field">
        <AttachButton full={uploads.length >= maxFiles} />
        <textarea
          ref={area}
          rows={1}
          maxLength={maxText}
          value={text}
          aria-label={texts.write}
          placeholder={placeholder}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={onKey}
          onPaste={(event) => {
            const files = Array.from(event.clipboardData?.files ?? []);
            if (files.length > 0) event.preventDefault();
            addFiles(context, files);
          }}
        />
        {text === '' && uploads.length === 0 ? (
          <Recorder />
        ) : (
          <button type="submit" class="round" aria-label={texts.send} disabled={!ready}>
            <Icon name="send" />
          </button>
        )}
      </div>
    </form>
  );
}

/** As tall as its text (or the hint in its place), up to the limit the style sets. */
function useGrowing(area: { current: HTMLTextAreaElement | null }, words: string): void {
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [area, words]);
}

function AttachButton({ full }: { full: boolean }) {
  const context = useChat();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="ghost"
        aria-label={context.texts.attach}
        disabled={full}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          addFiles(context, Array.from(event.currentTarget.files ?? []));
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

function ReplyBar({ text, onCancel }: { text: string; onCancel: () => void }) {
  const { texts } = useChat();
  return (
    <div class="replying">
      <span>
        <small>{texts.replying}</small>
        {text}
      </span>
      <button type="button" class="ghost" aria-label={texts.cancel} onClick={onCancel}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function Uploads({ uploads }: { uploads: Upload[] }) {
  if (uploads.length === 0) return null;
  return (
    <ul class="uploads">
      {uploads.map((upload) => (
        <OneUpload key={upload.key} upload={upload} />
      ))}
    </ul>
  );
}

function OneUpload({ upload }: { upload: Upload }) {
  const context = useChat();
  const { texts, locale } = context;
  const { name, size, share, code, file, source } = upload;
  const hopeless = code === 'too_large' || code === 'malformed' || code === 'unsupported_type';
  // Back on line: what failed for want of a network starts again by itself.
  useEffect(() => {
    if (code !== 'offline') return;
    const again = () => retryFile(context, upload);
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [code, context, upload]);
  return (
    <li class={code ? 'failed' : ''}>
      <Icon name="file" />
      <span>
        <span class="name">{name}</span>
        {code ? (
          <small role="alert">{errorText(texts, code)}</small>
        ) : file ? (
          <small>{sizeText(size, locale)}</small>
        ) : (
          <progress value={share} aria-label={name} />
        )}
      </span>
      {code && !hopeless && source && (
        <button type="button" class="link" onClick={() => retryFile(context, upload)}>
          {texts.retry}
        </button>
      )}
      <button
        type="button"
        class="ghost"
        aria-label={`${texts.remove}: ${name}`}
        onClick={() => removeFile(context, upload.key)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
