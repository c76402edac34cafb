import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './thread.module.css';

/** Addresses within a text; what closes a sentence or a bracket after one is not part of it. */
const address = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]/g;
/** Longer texts are folded; nobody wants a screen of one message. */
const fold = 1400;

/** Nothing but pictures: drawn large, as messengers do. */
const onlyEmoji = /^(?:\p{Extended_Pictographic}|\u200d|\ufe0f|\s)+$/u;

type Part = { at: number; text: string; href?: string };

/** Splits a text into plain parts and links. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    if (match.index > end) parts.push({ at: end, text: text.slice(end, match.index) });
    parts.push({ at: match.index, text: match[0], href: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end) });
  return parts;
}

/** Text a person wrote: line breaks kept, addresses clickable, never markup. */
export function Words({ text }: { text: string }) {
  const { t } = useTranslation('conversations');
  const [open, setOpen] = useState(false);
  const long = text.length > fold;
  const shown = long && !open ? `${text.slice(0, fold).trimEnd()}…` : text;
  const emojiOnly = text.length <= 12 && onlyEmoji.test(text);
  return (
    <div className={classes.words} data-emoji={emojiOnly || undefined} dir="auto">
      {partsOf(shown).map((part) =>
        part.href ? (
          <a key={part.at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
      {long ? (
        <button type="button" className={classes.link} onClick={() => setOpen(!open)}>
          {t(open ? 'message.less' : 'message.more')}
        </button>
      ) : null}
    </div>
  );
}
