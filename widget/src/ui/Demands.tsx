import type { ChatDemand } from '@meada/contract/routes/chat-sac';
import { useEffect, useRef, useState } from 'preact/hooks';
import { errorText } from '../core/texts.ts';
import { momentOf } from '../core/time.ts';
import { Icon } from './Icon.tsx';
import { CopyButton } from './Switching.tsx';
import { useChat, useChatState } from './use.ts';

/** The sheet by which a customer follows a demand by the SAC decree, and asks for its history. */
export function Demands({ onClose }: { onClose: () => void }) {
  const { texts, api } = useChat();
  const { thread } = useChatState();
  const [demands, setDemands] = useState<ChatDemand[] | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const take = (asked: Promise<{ demands: ChatDemand[] }>) => {
    setCode(null);
    return asked
      .then((answer) => setDemands(answer.demands))
      .catch((error: { code?: string }) => setCode(error.code ?? 'internal'));
  };
  const ask = () => {
    setAsking(true);
    void take(api.askHistory()).finally(() => {
      setAsking(false);
      // The button that was pressed is gone, or is another one by now.
      heading.current?.focus();
    });
  };
  useEffect(() => heading.current?.focus(), []);
  // The history comes as a message: what stands here has changed then.
  useEffect(() => void take(api.demands()), [thread.conversation?.lastSeq]);
  const [current, ...others] = demands ?? [];
  return (
    <section class="sheet" aria-label={texts.mine}>
      <div class="sheet-head">
        <button type="button" class="ghost" aria-label={texts.back} onClick={onClose}>
          <Icon name="back" />
        </button>
        <h2 ref={heading} tabIndex={-1}>
          {texts.mine}
        </h2>
      </div>
      {code && (
        <p role="alert" class="wrong">
          {code === 'too_many' ? texts.historyOften : errorText(texts, code)}
        </p>
      )}
      {!demands && !code && (
        <p class="muted" role="status">
          {texts.connecting}
        </p>
      )}
      {current && <Demand one={current} onAsk={ask} asking={asking} />}
      {others.length > 0 && <h3>{texts.earlierDemands}</h3>}
      {others.map((one) => (
        <Demand key={one.conversationId} one={one} />
      ))}
    </section>
  );
}

type DemandProps = { one: ChatDemand; onAsk?: () => void; asking?: boolean };

function Demand({ one, onAsk, asking = false }: DemandProps) {
  const { texts, locale } = useChat();
  const { protocol, registeredAt, dueAt, endedAt, history } = one;
  const at = (moment: string) => momentOf(moment, locale);
  const told = endedAt ? texts.ended(at(endedAt)) : dueAt && texts.answerBy(at(dueAt));
  return (
    <div class="demand">
      <p class="number">
        <b>{protocol}</b>
        <CopyButton text={protocol} />
      </p>
      {registeredAt && <p>{texts.registered(at(registeredAt))}</p>}
      {told && <p>{told}</p>}
      {onAsk && (
        <>
          <p class="muted">{texts.mineHint}</p>
          <p role="status">{history && fateOf(texts, history, at)}</p>
          {history?.state !== 'asked' && (
            <>
              <p class="muted">{texts.historyHint}</p>
              <button type="button" class="solid" disabled={asking} onClick={onAsk}>
                {texts.history}
              </button>
            </>
          )}
        </>
      )}
    </div>
  );
}

type History = NonNullable<ChatDemand['history']>;
type Texts = ReturnType<typeof useChat>['texts'];

function fateOf(
  texts: Texts,
  { state, askedAt, dueAt, sentAt }: History,
  at: (moment: string) => string,
): string {
  if (state === 'asked') return texts.historyAsked(at(askedAt));
  if (state === 'stuck') return texts.historyStuck(at(dueAt));
  return texts.historySent(at(sentAt ?? askedAt));
}
