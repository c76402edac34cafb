import type { Mention } from '@meada/contract/mentions';
import { Fragment } from 'react';
import { useMe } from '../../api/queries.ts';
import thread from '../thread/thread.module.css';
import { partsOf } from '../thread/Words.tsx';
import classes from './mentions.module.css';

/** Plain words with their links. */
const Plain = ({ text }: { text: string }) =>
  partsOf(text).map((part) =>
    part.href ? (
      <a key={part.at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
      </a>
    ) : (
      part.text
    ),
  );

/** The words of a note with the names in it; one's own, and one's teams', stand out. */
export function Named({ text, mentions }: { text: string; mentions: readonly Mention[] }) {
  const me = useMe();
  const ordered = mentions.toSorted((one, other) => one.start - other.start);
  const ends = ordered.map(({ start, length }) => start + length);
  return (
    <div className={thread.words} dir="auto">
      {ordered.map(({ start, length, personId, teamId }, index) => (
        <Fragment key={start}>
          <Plain text={text.slice(ends[index - 1] ?? 0, start)} />
          <span
            className={classes.name}
            data-me={personId === me.personId || (teamId && me.teamIds.includes(teamId)) || undefined}
          >
            {text.slice(start, start + length)}
          </span>
        </Fragment>
      ))}
      <Plain text={text.slice(ends.at(-1) ?? 0)} />
    </div>
  );
}
