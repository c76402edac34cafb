import type { ChatWait } from '@meada/contract/routes/chat-waits';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Context } from '../chat/context.ts';
import { withWait } from '../core/thread.ts';
import { clockOf, opensText } from '../core/time.ts';
import { Drawn } from './Drawn.tsx';
import { Icon } from './Icon.tsx';
import { useChat, useChatState } from './use.ts';

/** What is told to who waits now; null when they do not. */
export function waitOf({ thread }: Pick<ReturnType<typeof useChatState>, 'thread'>): ChatWait | null {
  const { conversation } = thread;
  return conversation && !conversation.resolved && !conversation.agentName ? conversation.wait : null;
}

const isOffered = (wait: ChatWait): boolean =>
  !wait.kept && !wait.call && (wait.offersCall || wait.places.length > 0);

function words({ texts, locale }: Context, wait: ChatWait): string {
  const { kept, call, position, low, high, opensAt } = wait;
  if (kept) return texts.keptPlace(kept.name, kept.address);
  if (call) return texts.keptCall(call.phone, clockOf(call.promisedAt, locale));
  if (opensAt && Date.parse(opensAt) > Date.now())
    return texts.closedUntil(opensText(opensAt, Date.now(), locale));
  if (wait.nobody) return texts.nobody;
  const place = position === 1 ? texts.next : texts.place(position ?? 1);
  const told = `${place} · ${high === null ? texts.unknownWait : texts.minutes(low ?? 0, high)}`;
  return wait.late ? `${texts.lateWait} ${told}` : told;
}

/** The calm strip above the talk: place and minutes while somebody waits, where it goes on when they went. */
export function Waiting({ onAsk }: { onAsk: () => void }) {
  const context = useChat();
  const state = useChatState();
  const { texts, api, store } = context;
  const wait = waitOf(state);
  const { conversation } = state.thread;
  const gone = conversation && !conversation.resolved ? conversation.elsewhere : null;
  const stay = async () => {
    if (!conversation || !wait) return;
    const answer = await api.waitHere(wait.kept ? 'place' : 'call').catch(() => null);
    if (answer?.wait) store.set({ thread: withWait(store.get().thread, conversation.id, answer.wait) });
  };
  const asks = wait !== null && isOffered(wait);
  const insists = wait !== null && (wait.late || wait.nobody);
  return (
    <div class={wait || gone ? 'waiting' : ''}>
      <p role="status">
        {wait && words(context, wait)}
        {!wait && gone && texts.elsewhere(gone.name, gone.address)}
      </p>
      {asks && (
        <button type="button" class={insists ? 'solid' : 'link'} onClick={onAsk}>
          {texts.dontWait}
        </button>
      )}
      {(wait?.kept || wait?.call) && (
        <button type="button" class="link" onClick={stay}>
          {texts.waitHere}
        </button>
      )}
    </div>
  );
}

type Choice = { name: string; inboxId: string | null; asks: 'phone' | 'email'; icon: string | null };

/** The sheet by which somebody asks for another way than to wait before the screen. */
export function NotWaiting({ onClose }: { onClose: () => void }) {
  const { texts } = useChat();
  const wait = waitOf(useChatState());
  const [chosen, setChosen] = useState<Choice | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [chosen]);
  const here = wait !== null && isOffered(wait);
  // Their turn has come, or what they asked for stands: there is nothing to choose any more.
  useEffect(() => {
    if (!here) onClose();
  }, [here]);
  if (!wait) return null;
  const choices: Choice[] = wait.places.map(({ inboxId, name, asks, icon }) => ({
    ...{ name: texts.writeMeBy(name), inboxId, asks, icon },
  }));
  if (wait.offersCall) choices.push({ name: texts.callMe, inboxId: null, asks: 'phone', icon: null });
  return (
    <section class="sheet" aria-label={texts.dontWait}>
      <div class="sheet-head">
        <button
          type="button"
          class="ghost"
          aria-label={texts.back}
          onClick={() => (chosen ? setChosen(null) : onClose())}
        >
          <Icon name="back" />
        </button>
        <h2 ref={heading} tabIndex={-1}>
          {chosen?.name ?? texts.dontWait}
        </h2>
      </div>
      <p class="muted">{texts.dontWaitHint}</p>
      {chosen ? (
        <Address choice={chosen} />
      ) : (
        <ul class="targets">
          {choices.map((one) => (
            <li key={one.name}>
              <button type="button" onClick={() => setChosen(one)}>
                {one.icon ? <Drawn source={one.icon} className="mark" /> : <Icon name="phone" />}
                {one.name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Where they are written to or called. */
function Address({ choice }: { choice: Choice }) {
  const { texts, api, store } = useChat();
  const { thread } = useChatState();
  const [bad, setBad] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const byPhone = choice.asks === 'phone';
  const send = async (address: string) => {
    setBusy(true);
    setBad(null);
    try {
      const id = thread.conversation?.id ?? '';
      const change: Partial<ChatWait> | null = choice.inboxId
        ? (await api.keepPlace(choice.inboxId, address)).wait
        : { call: await api.askCall(crypto.randomUUID(), address) };
      if (change) store.set({ thread: withWait(store.get().thread, id, change) });
    } catch (error) {
      const { code } = error as { code?: string };
      setBad(
        code === 'refused'
          ? byPhone
            ? texts.phoneBad
            : texts.emailBad
          : (texts.errors[code ?? ''] ?? texts.failed),
      );
    }
    setBusy(false);
  };
  return (
    <form
      class="intro"
      onSubmit={(event) => {
        event.preventDefault();
        void send(String(new FormData(event.currentTarget).get('address') ?? '').trim());
      }}
    >
      <label>
        {byPhone ? texts.phone : texts.email}
        <input
          name="address"
          inputMode={byPhone ? 'tel' : 'email'}
          autoComplete={byPhone ? 'tel' : 'email'}
          maxLength={byPhone ? 40 : 254}
          required
          aria-invalid={bad !== null}
        />
        {bad && (
          <small role="alert" class="wrong">
            {bad}
          </small>
        )}
      </label>
      <div class="actions">
        <button type="submit" class="solid" disabled={busy}>
          {texts.keepIt}
        </button>
      </div>
    </form>
  );
}
