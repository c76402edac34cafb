import { Textarea } from '@mantine/core';
import type { EditedWords, MacroAction, MacroStep } from '@meada/contract/macros';
import { holesOf } from '@meada/contract/variables';
import {
  IconBan,
  IconBell,
  IconCheck,
  IconCircleDot,
  IconFlag,
  IconForms,
  IconMinus,
  IconNote,
  IconPaperclip,
  IconSend,
  IconTag,
  IconUser,
} from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useInboxRefs } from '../../api/queries.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { momentOf } from '../../ui/time.ts';
import { useLacking } from './lacking.ts';
import classes from './macros.module.css';
import { useActionWords } from './words.ts';

const Editor = lazy(() => import('../letter/Editor.tsx').then((file) => ({ default: file.Editor })));

export const actionIcons = {
  reply: IconSend,
  note: IconNote,
  status: IconCircleDot,
  assign: IconUser,
  labels: IconTag,
  priority: IconFlag,
  follow: IconBell,
  field: IconForms,
} as const;

type Words = Pick<EditedWords, 'text' | 'html'>;
type Props = {
  action: MacroAction;
  step: MacroStep;
  words: EditedWords | undefined;
  onWords(words: Words): void;
};

/** What a reply will say and where it goes; the words may be changed. */
function Reply({ step, words, onWords }: Omit<Props, 'action'>) {
  const { t } = useTranslation('macros');
  const inbox = useInboxRefs().find(({ id }) => id === step.inboxId);
  const text = words?.text ?? step.text ?? '';
  const missing = holesOf(text);
  return (
    <div className={classes.reply}>
      <p className={classes.way}>
        {step.channel ? <ChannelBadge channel={step.channel} size={16} /> : null}
        {t('goes', { to: step.address ?? '', by: inbox?.name ?? '' })}
      </p>
      {step.html === null ? (
        <Textarea
          autosize
          minRows={2}
          maxRows={10}
          aria-label={t('words')}
          value={text}
          error={
            missing.length > 0
              ? t('missing', { names: missing.map(({ name }) => name).join(', ') })
              : undefined
          }
          onChange={(event) => onWords({ text: event.currentTarget.value, html: null })}
        />
      ) : (
        <div className={classes.letter}>
          <Suspense fallback={<div className={classes.loading} aria-busy />}>
            <Editor
              content={step.html}
              label={t('words')}
              onChange={(editor) =>
                onWords({ text: editor.getText({ blockSeparator: '\n' }), html: editor.getHTML() })
              }
            />
          </Suspense>
        </div>
      )}
      {step.files.length > 0 ? (
        <p className={classes.way}>
          <IconPaperclip size={15} aria-hidden /> {step.files.join(', ')}
        </p>
      ) : null}
      {step.undoSeconds > 0 ? (
        <p className={classes.way}>{t('undoSeconds', { count: step.undoSeconds })}</p>
      ) : null}
    </div>
  );
}

const marks = { done: IconCheck, nothing: IconMinus, refused: IconBan };

/** One action: what it does, whether it can, and for words what they will be. */
export function Step({ action, step, words, onWords }: Props) {
  const { t, i18n } = useTranslation('macros');
  const wordsOf = useActionWords();
  const lacks = useLacking();
  const isShort = action.kind === 'labels' && lacks(action);
  const Icon = actionIcons[action.kind];
  const Mark = marks[step.outcome];
  const title = action.kind === 'reply' ? t('kind.reply') : wordsOf(action);
  return (
    <li className={classes.step} data-outcome={step.outcome}>
      <span className={classes.head}>
        <Icon size={18} aria-hidden />
        <b>
          {title}
          {step.until ? ` (${momentOf(step.until, i18n.language)})` : ''}
        </b>
        <Mark size={17} aria-label={t(`outcome.${step.outcome}`)} />
      </span>
      {isShort ? <span className={classes.why}>{t('lostLabels')}</span> : null}
      {step.outcome === 'nothing' && !isShort ? <span className={classes.why}>{t('already')}</span> : null}
      {step.outcome === 'refused' ? (
        <span className={classes.why}>{t(`common:problem.${step.code ?? 'refused'}`)}</span>
      ) : null}
      {action.kind === 'reply' && step.text !== null ? (
        <Reply step={step} words={words} onWords={onWords} />
      ) : null}
      {action.kind === 'note' && step.text !== null ? <p className={classes.note}>{step.text}</p> : null}
    </li>
  );
}
