import type { ChatConfig } from '@meada/contract/routes/chat';
import { useEffect, useRef, useState } from 'preact/hooks';
import { safeHref } from '../core/links.ts';
import { errorText } from '../core/texts.ts';
import { minutesOf } from '../core/time.ts';
import { ApiError, type Switched } from '../net/api.ts';
import { Drawn } from './Drawn.tsx';
import { Icon } from './Icon.tsx';
import { useChat, useChatState, useNow } from './use.ts';

type Target = ChatConfig['switchTargets'][number];

/** The sheet by which the visitor goes on elsewhere: first which channel, then link, picture and code. */
export function Switching({ onClose }: { onClose: () => void }) {
  const { texts } = useChat();
  const { config } = useChatState();
  const [target, setTarget] = useState<Target | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [target]);
  return (
    <section class="sheet" aria-label={texts.other}>
      <div class="sheet-head">
        <button
          type="button"
          class="ghost"
          aria-label={texts.back}
          onClick={() => (target ? setTarget(null) : onClose())}
        >
          <Icon name="back" />
        </button>
        <h2 ref={heading} tabIndex={-1}>
          {target ? target.name : texts.other}
        </h2>
      </div>
      {target ? (
        <Ways target={target} />
      ) : (
        <>
          <p class="muted">{texts.otherHint}</p>
          <ul class="targets">
            {config?.switchTargets.map((one) => (
              <li key={one.inboxId}>
                <button type="button" onClick={() => setTarget(one)}>
                  <Drawn source={one.icon} className="mark" />
                  {one.name}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Ways({ target }: { target: Target }) {
  const { api, texts } = useChat();
  const [ways, setWays] = useState<Switched | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const now = useNow(ways !== null);
  const fetchWays = () => {
    setCode(null);
    setWays(null);
    api
      .switchTo(target.inboxId)
      .then(setWays)
      .catch((error) => setCode(error instanceof ApiError ? error.code : 'internal'));
  };
  useEffect(fetchWays, [target.inboxId]);
  const left = ways ? (Date.parse(ways.expiresAt) - now) / 1000 : 0;
  if (code || (ways && left <= 0))
    return (
      <div class="ways" role="alert">
        <p>{code ? errorText(texts, code) : texts.expired}</p>
        <button type="button" class="solid" onClick={fetchWays}>
          {code ? texts.retry : texts.anew}
        </button>
      </div>
    );
  if (!ways)
    return (
      <p class="ways muted" role="status">
        {texts.connecting}
      </p>
    );
  const href = safeHref(ways.link);
  return (
    <div class="ways">
      {href && (
        <a class="solid" href={href} target="_blank" rel="noopener noreferrer">
          {texts.openIn(target.name)}
        </a>
      )}
      <p class="muted">{texts.scan}</p>
      <Drawn source={ways.qr} className="qr" label={texts.scan} />
      {ways.code && <Code code={ways.code} address={ways.address} />}
      <p class="muted">
        {texts.expires('')}
        <span role="timer">{minutesOf(left)}</span>
      </p>
    </div>
  );
}

function Code({ code, address }: { code: string; address: string }) {
  const { texts } = useChat();
  return (
    <>
      <p class="muted">{texts.codeHint(address)}</p>
      <p class="code">
        <span>
          {code.slice(0, 3)}
          <i />
          {code.slice(3)}
        </span>
        <CopyButton text={code} />
      </p>
    </>
  );
}

/** Copies and says so. */
export function CopyButton({ text }: { text: string }) {
  const { texts } = useChat();
  const [done, setDone] = useState(false);
  const copy = () =>
    navigator.clipboard
      ?.writeText(text)
      .then(() => setDone(true))
      .catch(() => undefined);
  return (
    <button
      type="button"
      class="ghost"
      aria-label={`${done ? texts.copied : texts.copy} ${text}`}
      onClick={copy}
    >
      <Icon name={done ? 'check' : 'copy'} />
    </button>
  );
}
