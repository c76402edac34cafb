import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fetchEarlier } from '../chat/session.ts';
import { type Row, rowsOf } from '../core/thread.ts';
import { dayName, opensText } from '../core/time.ts';
import { Words } from './contents.tsx';
import { MessageRow, UnsentRow } from './Message.tsx';
import { useChat, useChatState } from './use.ts';

/** How far from the end still counts as being there (px). */
const nearEnd = 80;

/** Stays at the end while the reader is there, and holds the place when earlier messages come in above. */
function useScroll(box: RefObject<HTMLDivElement | null>, rows: Row[], extra: unknown): void {
  const atEnd = useRef(true);
  const seen = useRef({ first: '', height: 0, last: '' });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let top = element.scrollTop;
    const note = () => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
      // Only the reader's own way up leaves the end: what grows below them meanwhile does not.
      if (near || element.scrollTop < top) atEnd.current = near;
      top = element.scrollTop;
      seen.current.height = element.scrollHeight;
    };
    const follow = () => atEnd.current && element.scrollTo(0, element.scrollHeight);
    element.addEventListener('scroll', note, { passive: true });
    // Pictures that arrive, a keyboard that opens: whoever is at the end stays at the end.
    const sizes = new ResizeObserver(follow);
    sizes.observe(element);
    if (element.firstElementChild) sizes.observe(element.firstElementChild);
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', note);
    };
  }, [box]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const first = rows.find((row) => row.kind === 'message')?.key ?? '';
    const last = rows.at(-1);
    const ownNew = last?.kind === 'unsent' && last.key !== seen.current.last;
    if (seen.current.first && first !== seen.current.first && !atEnd.current)
      element.scrollTop += element.scrollHeight - seen.current.height;
    else if (atEnd.current || ownNew) element.scrollTo(0, element.scrollHeight);
    seen.current = { first, height: element.scrollHeight, last: last?.key ?? '' };
  }, [box, rows, extra]);
}

export function Thread() {
  const { texts } = useChat();
  const { thread, outbox, typing, phase } = useChatState();
  const box = useRef<HTMLDivElement>(null);
  const rows = rowsOf(thread.messages, outbox);
  useScroll(box, rows, typing);
  const resolved = thread.conversation?.resolved && !outbox.some((entry) => entry.state !== 'refused');
  return (
    <div
      class="thread"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-label={texts.thread}
      aria-busy={phase !== 'ready'}
    >
      <div class="rows">
        <Beginning />
        {thread.earlier.map((one) => (
          <Earlier key={one.protocol} {...one} />
        ))}
        {rows.map((row) => (
          <OneRow key={row.key} row={row} />
        ))}
        {resolved && <p class="divider">{texts.resolved}</p>}
        {typing && (
          <p class="typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {texts.typing(typing.name)}
          </p>
        )}
      </div>
    </div>
  );
}

function OneRow({ row }: { row: Row }) {
  const { locale } = useChat();
  if (row.kind === 'day') return <p class="divider day">{dayName(row.at, Date.now(), locale)}</p>;
  if (row.kind === 'message') return <MessageRow message={row.message} first={row.first} />;
  return <UnsentRow entry={row.entry} first={row.first} />;
}

/** A conversation that ended while the page was open. */
function Earlier({ protocol, messages }: { protocol: string; messages: Parameters<typeof rowsOf>[0] }) {
  const { texts } = useChat();
  return (
    <section aria-label={texts.earlierOne(protocol)}>
      {rowsOf(messages, []).map((row) => (
        <OneRow key={row.key} row={row} />
      ))}
      <p class="divider">{texts.earlierOne(protocol)}</p>
    </section>
  );
}

/** What stands above the first message: more of the past, or the greeting. */
function Beginning() {
  const context = useChat();
  const { texts, locale } = context;
  const { config, thread } = useChatState();
  const [busy, setBusy] = useState(false);
  if (!config) return null;
  if (thread.hasMore) {
    const more = async () => {
      setBusy(true);
      await fetchEarlier(context).catch(() => undefined);
      setBusy(false);
    };
    return (
      <button type="button" class="link more" disabled={busy} onClick={more}>
        {texts.earlier}
      </button>
    );
  }
  const away = config.awayMessage || texts.away;
  return (
    <div class="row theirs first">
      <p class="byline">{config.name}</p>
      <div class="bubble">
        <Words text={config.welcome || texts.greeting} />
      </div>
      {!config.open && (
        <div class="bubble away">
          <Words text={away} />
          {config.opensAt && (
            <p class="muted">{texts.opensAt(opensText(config.opensAt, Date.now(), locale))}</p>
          )}
        </div>
      )}
    </div>
  );
}
