import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { addFiles } from '../chat/uploads.ts';
import { Composer } from './Composer.tsx';
import { Demands } from './Demands.tsx';
import { Icon } from './Icon.tsx';
import { asksWho, Introduction } from './Introduction.tsx';
import { CopyButton, Switching } from './Switching.tsx';
import { Thread } from './Thread.tsx';
import { useChat, useChatState } from './use.ts';
import { NotWaiting, Waiting, waitOf } from './Waiting.tsx';

const phone = () => matchMedia('(max-width: 480px)').matches;

/** Tab goes round inside the panel; Escape leaves it. */
function onKeys(event: KeyboardEvent, panel: HTMLElement | null, leave: () => void): void {
  if (event.key === 'Escape' && !event.defaultPrevented) {
    event.preventDefault();
    event.stopPropagation();
    leave();
    return;
  }
  if (event.key !== 'Tab' || !panel) return;
  const stops = [
    ...panel.querySelectorAll<HTMLElement>('a[href],button,input,textarea,summary,video,[tabindex="0"]'),
  ].filter((one) => !one.matches(':disabled') && one.getClientRects().length > 0);
  const active = (panel.getRootNode() as ShadowRoot).activeElement;
  const [first, last] = [stops[0], stops.at(-1)];
  const goesOut = event.shiftKey ? active === first || active === panel : active === last;
  if (!goesOut) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** What had the focus when a sheet was opened has it again when that closes: else the keys would speak to nobody. */
function useReturn(panel: RefObject<HTMLElement | null>, sheet: string | null): void {
  const from = useRef<HTMLElement | null>(null);
  const before = useRef<string | null>(null);
  const root = panel.current?.getRootNode() as ShadowRoot | undefined;
  // Read while drawing: afterwards the sheet has taken the focus.
  if (sheet && !before.current) from.current = (root?.activeElement as HTMLElement | null) ?? null;
  useEffect(() => {
    const closed = before.current !== null && sheet === null;
    before.current = sheet;
    if (!closed) return;
    const back = from.current?.isConnected ? from.current : panel.current;
    back?.focus({ preventScroll: true });
  }, [panel, sheet]);
}

/** On a phone the panel covers what is really visible: the on-screen keyboard takes its part. */
function useVisible(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const view = window.visualViewport;
    const fit = () => {
      panel.current?.style.setProperty('--visible', view ? `${view.height}px` : '100dvh');
      panel.current?.style.setProperty('--top', view ? `${view.offsetTop}px` : '0');
    };
    fit();
    view?.addEventListener('resize', fit);
    view?.addEventListener('scroll', fit);
    return () => {
      view?.removeEventListener('resize', fit);
      view?.removeEventListener('scroll', fit);
    };
  }, [panel]);
}

export function Panel({ onClose }: { onClose: () => void }) {
  const context = useChat();
  const state = useChatState();
  const [sheet, setSheet] = useState<'move' | 'wait' | 'sac' | null>(null);
  const [over, setOver] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const { config, phase } = state;
  useVisible(panel);
  useReturn(panel, sheet);
  useEffect(() => {
    // A phone would open its keyboard over the greeting: there the panel itself takes the focus.
    const field = phone() ? null : panel.current?.querySelector<HTMLElement>('textarea,.intro input');
    (field ?? panel.current)?.focus({ preventScroll: true });
  }, []);
  const leave = () => (sheet ? setSheet(null) : onClose());
  const writes = phase !== 'refused' && config !== null;
  return (
    <section
      ref={panel}
      class={`panel ${config?.position === 'left' ? 'left' : ''}`}
      role="dialog"
      aria-modal={phone()}
      aria-label={config?.name ?? context.texts.thread}
      tabIndex={-1}
      onKeyDown={(event) => onKeys(event, panel.current, leave)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(writes);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (writes) addFiles(context, Array.from(event.dataTransfer?.files ?? []));
      }}
    >
      <Header
        onClose={onClose}
        onSwitch={() => setSheet(sheet === 'move' ? null : 'move')}
        sheet={sheet === 'move'}
      />
      <Notices onFollow={() => setSheet(sheet === 'sac' ? null : 'sac')} followed={sheet === 'sac'} />
      <Waiting onAsk={() => setSheet('wait')} />
      {sheet === 'move' && <Switching onClose={() => setSheet(null)} />}
      {sheet === 'wait' && <NotWaiting onClose={() => setSheet(null)} />}
      {sheet === 'sac' && <Demands onClose={() => setSheet(null)} />}
      {!sheet && <Thread />}
      {writes && !sheet && (asksWho(state) ? <Introduction /> : <Composer />)}
      {over && <p class="over">{context.texts.drop}</p>}
    </section>
  );
}

type HeaderProps = { onClose: () => void; onSwitch: () => void; sheet: boolean };

function Header({ onClose, onSwitch, sheet }: HeaderProps) {
  const { texts } = useChat();
  const { config, thread, phase } = useChatState();
  const { conversation } = thread;
  const agent = conversation && !conversation.resolved ? conversation.agentName : null;
  const here = waitOf({ thread })?.nobody ? texts.received : texts.online;
  const status = agent ? texts.withAgent(agent) : config?.open ? here : texts.closedNow;
  return (
    <header>
      {config && (
        <span class="avatar" aria-hidden="true">
          {(agent ?? config?.name ?? '').trim().charAt(0).toUpperCase()}
        </span>
      )}
      <span class="title">
        <h1>{config?.name ?? (phase === 'refused' ? texts.thread : texts.connecting)}</h1>
        {config && <p class={config.open ? 'open' : ''}>{status}</p>}
      </span>
      {conversation && config && config.switchTargets.length > 0 && (
        <button type="button" class="ghost" aria-label={texts.other} aria-expanded={sheet} onClick={onSwitch}>
          <Icon name="move" />
        </button>
      )}
      <button type="button" class="ghost" aria-label={texts.close} onClick={onClose}>
        <Icon name="close" />
      </button>
    </header>
  );
}

/** Lines under the header: no network, refused, and the protocol number. */
function Notices({ onFollow, followed }: { onFollow: () => void; followed: boolean }) {
  const { texts } = useChat();
  const { link, phase, thread, code } = useChatState();
  const [late, setLate] = useState(false);
  const down = phase === 'ready' ? link === 'offline' : phase === 'starting' && code !== null;
  // A blink of the network is not worth a word.
  useEffect(() => {
    const timer = setTimeout(() => setLate(down), down ? 6000 : 0);
    return () => clearTimeout(timer);
  }, [down]);
  return (
    <>
      <div role="status" class="notices">
        {phase === 'refused' && <p class="notice">{texts.refusedHere}</p>}
        {late && down && <p class="notice">{texts.offline}</p>}
      </div>
      {thread.conversation && (
        <p class="protocol">
          {thread.conversation.sac ? (
            // The words before the number lead to what it stands for: both beside each other have no room.
            <button type="button" class="link" aria-expanded={followed} onClick={onFollow}>
              {texts.mine}
            </button>
          ) : (
            texts.protocol
          )}{' '}
          <b>{thread.conversation.protocol}</b>
          <CopyButton text={thread.conversation.protocol} />
        </p>
      )}
    </>
  );
}
