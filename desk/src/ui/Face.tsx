import { IconUser } from '@tabler/icons-react';
import { type CSSProperties, useState } from 'react';
import classes from './Face.module.css';

type Props = { name: string | null; id: string; url?: string | null; size?: number };

/** Hues far enough apart to tell people at a glance; the same person always has the same one. */
const hueOf = (id: string) => [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);

/** First letters of a name, at most two; nothing for an address or a number. */
export function initialsOf(name: string | null): string {
  const words = (name ?? '').split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('');
}

/** Round picture, or initials, of a customer or a person. Decorative: the name stands beside it. */
export function Face({ name, id, url, size = 38 }: Props) {
  const [broken, setBroken] = useState(false);
  const initials = initialsOf(name);
  const style = { '--hue': hueOf(id), '--size': `${size}px` } as CSSProperties;
  return (
    <span className={classes.face} style={style} aria-hidden>
      {url && !broken ? (
        <img src={url} width={size} height={size} alt="" loading="lazy" onError={() => setBroken(true)} />
      ) : (
        initials || <IconUser size={size * 0.56} stroke={1.6} />
      )}
    </span>
  );
}
