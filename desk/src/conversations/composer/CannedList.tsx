import type { Conversation } from '@meada/contract/routes/conversations';
import type { CannedReply } from '@meada/contract/routes/canned';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCanned, useMe } from '../../api/queries.ts';
import classes from './composer.module.css';

/** Most replies offered at once. */
const most = 6;
const asked = /(?:^|\s)\/([\w-]*)$/;
const none: CannedReply[] = [];

export type CannedMatch = ReturnType<typeof useCannedMatch>;

/** Canned replies that fit the `/word` at the end of the text, and how one is put in its place. */
export function useCannedMatch(text: string, conversation: Conversation) {
  const all = useCanned();
  const me = useMe();
  const [index, setIndex] = useState(0);
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const word = asked.exec(text)?.[1]?.toLowerCase();
  const list = useMemo(() => {
    if (word === undefined) return none;
    const starting = all.filter((reply) => reply.shortcut.startsWith(word));
    const titled = all.filter(
      (reply) => !starting.includes(reply) && reply.title.toLowerCase().includes(word),
    );
    return [...starting, ...titled].slice(0, most);
  }, [all, word]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another word begins at the first again
  useEffect(() => setIndex(0), [word]);
  const values: Record<string, string> = {
    customer: conversation.customer.name ?? '',
    agent: me.name.split(' ')[0] ?? '',
    protocol: conversation.protocol,
  };
  return {
    list: closedAt === text ? none : list,
    index: Math.min(index, Math.max(0, list.length - 1)),
    move: (by: number) => setIndex((now) => (now + by + list.length) % list.length),
    close: () => setClosedAt(text),
    fill: (reply: string) => {
      const filled = reply.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
      return text.replace(/\/[\w-]*$/, () => filled);
    },
  };
}

/** The offered replies, above the field. */
export function CannedList({ match, onPick }: { match: CannedMatch; onPick: (text: string) => void }) {
  const { t } = useTranslation('conversations');
  if (match.list.length === 0) return null;
  return (
    <div className={classes.canned} role="listbox" aria-label={t('composer.canned')}>
      {match.list.map((reply, index) => (
        <button
          key={reply.id}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={index === match.index}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(reply.text)}
        >
          <b>/{reply.shortcut}</b>
          <span>{reply.title}</span>
          <small>{reply.text}</small>
        </button>
      ))}
    </div>
  );
}
