import type { ChannelInfo } from '@meada/contract/channels';
import type { Attachment } from '@meada/contract/content';
import type { Conversation, Leg, Message } from '@meada/contract/routes/conversations';
import { useCallback, useRef, useState } from 'react';
import type { Draft } from '../composer/draft.ts';
import type { SendBody } from '../composer/pending.ts';
import type { Beside, Copied } from '../composer/useBeside.ts';
import { picturesIn, sentHtml } from './html.ts';

/** What the editor can be told from outside. */
export type LetterHandle = {
  focus(): void;
  clear(): void;
  /** Puts words at the caret, instead of as many letters before it; `html` is the same as rich text. */
  put(text: string, instead: number, html?: string | null): void;
  /** Puts a whole letter there. */
  set(html: string): void;
  /** Marks where these words stand. */
  select(words: string): void;
};

/** Who gets a copy without being named: whom our newest mail chose, else the participants so far. */
export function copiesOf({ copied, participants }: Conversation, leg: Leg | undefined): Copied[] {
  if (copied) return copied;
  return participants.flatMap(({ role, identity }) =>
    role === 'cc' && identity.kind === leg?.identity.kind
      ? [{ value: identity.value, ...(identity.name ? { name: identity.name } : {}) }]
      : [],
  );
}

type Facts = {
  conversation: Conversation;
  leg: Leg | undefined;
  channel: ChannelInfo | undefined;
  draft: Draft;
  replyTo: Message | undefined;
  beside: Beside;
  putBeside: (some: Beside) => void;
};

export type LetterParts = { body: Partial<SendBody>; ids: string[]; known: Attachment[] };
const noParts: LetterParts = { body: {}, ids: [], known: [] };

type Chosen = {
  cc?: Copied[] | null;
  bcc?: Copied[];
  quotedId?: string | null;
  known: ReadonlyMap<string, Attachment>;
};

function partsOf(html: string, { cc, bcc, quotedId, known }: Chosen): LetterParts {
  const ids = picturesIn(html);
  const body = {
    ...(html ? { html: sentHtml(html) } : {}),
    ...(cc ? { cc } : {}),
    ...(bcc && bcc.length > 0 ? { bcc } : {}),
    ...(quotedId ? { quotedId } : {}),
  };
  return { body, ids, known: ids.flatMap((id) => known.get(id) ?? []) };
}

/** A mail being written: rich where the channel has it, with copies and what is quoted below. */
export function useLetter({ conversation, leg, channel, draft, replyTo, beside, putBeside }: Facts) {
  const on = Boolean(channel?.capabilities.html) && !draft.internal && leg !== undefined;
  const copies = on && Boolean(channel?.capabilities.subject);
  const handle = useRef<LetterHandle>(null);
  const pictures = useRef(new Map<string, Attachment>());
  const { cc = null, bcc = [] } = beside;
  const [latestId, setLatestId] = useState<string | null>(null);
  const [unquoted, setUnquoted] = useState<string | null>(null);
  const [before, setBefore] = useState('');
  const [waiting, setWaiting] = useState(0);
  const wanted = replyTo?.id ?? latestId;
  const quotedId = copies && wanted !== unquoted ? wanted : null;
  const standing = copiesOf(conversation, leg);

  /** What goes with the message beside its words; the pictures in them. */
  const parts = (): LetterParts =>
    on
      ? partsOf(draft.html ?? '', { ...(copies ? { cc, bcc, quotedId } : {}), known: pictures.current })
      : noParts;

  const clear = useCallback(() => {
    putBeside({ cc: null, bcc: [] });
    setUnquoted(null);
    setBefore('');
    handle.current?.clear();
  }, [putBeside]);
  /** Copies and quotation as they were sent. */
  const restore = ({ cc: to, bcc: hidden, quotedId: quoted }: SendBody) => {
    putBeside({ cc: to ?? null, bcc: hidden ?? [] });
    if (copies && !quoted) setUnquoted(wanted);
  };
  const count = (by: number) => setWaiting((now) => now + by);
  const unquote = () => setUnquoted(wanted);
  const setCc = (list: Copied[]) => putBeside({ cc: list });
  const setBcc = (list: Copied[]) => putBeside({ bcc: list });
  const shown = { cc: cc ?? standing, setCc, bcc, setBcc, quotedId, setLatestId, unquote };
  return {
    ...{ on, copies, handle, pictures, ...shown, before, setBefore },
    ...{ waiting: waiting > 0, count, parts, clear, restore },
  };
}
export type Letter = ReturnType<typeof useLetter>;
