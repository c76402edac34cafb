import type { CannedReply } from '@meada/contract/routes/canned';
import { holesOf } from '@meada/contract/variables';
import { IconLock, IconPaperclip } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorLine } from '../../ui/States.tsx';
import type { CannedMatch } from '../composer/CannedList.tsx';
import classes from './canned.module.css';
import { filled, variablesQuery } from './take.ts';

type Props = {
  match: CannedMatch;
  conversationId: string;
  channel: string | null;
  onPick: (reply: CannedReply) => void;
};

/** A text with the places nobody could fill marked. */
export function WithHoles({ text }: { text: string }) {
  const holes = holesOf(text);
  const ends = holes.map(({ to }) => to);
  return (
    <>
      {holes.map(({ from, to }, index) => (
        <Fragment key={from}>
          {text.slice(ends[index - 1] ?? 0, from)}
          <mark className={classes.hole}>{text.slice(from, to)}</mark>
        </Fragment>
      ))}
      {text.slice(ends.at(-1) ?? 0)}
    </>
  );
}

/** Replies for the typed word and, beside them, the chosen one as it will read. */
export function CannedMenu({ match, conversationId, channel, onPick }: Props) {
  const { t } = useTranslation('canned');
  const known = useQuery(variablesQuery(conversationId));
  const variables = known.data;
  const chosen = match.list[match.index];
  const list = useRef<HTMLDivElement>(null);
  const { index } = match;
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  const words = chosen && variables ? filled(chosen, channel, variables) : null;
  return (
    <div className={classes.menu}>
      <div ref={list} className={classes.list} role="listbox" aria-label={t('title')}>
        {match.list.map((reply, at) => (
          <button
            key={reply.id}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={at === index}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(reply)}
          >
            <span className={classes.first}>
              <b>/{reply.shortcut}</b>
              {reply.files.length > 0 ? <IconPaperclip size={14} aria-label={t('hasFiles')} /> : null}
              {reply.shownTo === 'own' ? <IconLock size={14} aria-label={t('shownTo.own')} /> : null}
              {reply.folder ? <i>{reply.folder}</i> : null}
            </span>
            <span className={classes.name}>{reply.title}</span>
          </button>
        ))}
      </div>
      {chosen ? (
        <div className={classes.preview} role="status" aria-label={t('preview')}>
          {known.error && !words ? <ErrorLine error={known.error} onRetry={known.refetch} /> : null}
          <p aria-busy={!words && !known.error}>{words ? <WithHoles text={words.text} /> : '…'}</p>
          {chosen.files.length > 0 ? (
            <p className={classes.files}>
              <IconPaperclip size={14} aria-hidden /> {chosen.files.map((file) => file.name).join(', ')}
            </p>
          ) : null}
          {words && words.holes.length > 0 ? (
            <p className={classes.warning}>{t('holes', { count: words.holes.length })}</p>
          ) : null}
        </div>
      ) : null}
      <p className={classes.keys} aria-hidden>
        {t('keys')}
      </p>
    </div>
  );
}
