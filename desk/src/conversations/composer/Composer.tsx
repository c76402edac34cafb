import type { Conversation, Leg, Message } from '@meada/contract/routes/conversations';
import { type ComponentProps, lazy, type RefObject, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannel, useMe } from '../../api/queries.ts';
import { useLive } from '../../live/provider.tsx';
import { useShortcuts } from '../../shell/keyboard.ts';
import { useNow } from '../../ui/time.ts';
import { say } from '../../ui/toast.ts';
import { usePick } from '../canned/usePick.ts';
import { Asked } from '../known/Asked.tsx';
import { takeWords } from '../known/put.ts';
import { type Letter, useLetter } from '../letter/useLetter.ts';
import { type MentionMatch, useMention } from '../mentions/useMention.ts';
import { standingDuty } from '../public/rules.ts';
import { PublicBanner } from '../public/SideButton.tsx';
import { useReturned } from '../scheduling/useReturned.ts';
import { Bar } from './Bar.tsx';
import { CannedList, useCannedMatch } from './CannedList.tsx';
import { ChoicesMenu } from './ChoicesMenu.tsx';
import classes from './composer.module.css';
import { type Draft, placeOf } from './draft.ts';
import { Field } from './Field.tsx';
import { Head } from './Head.tsx';
import { HolesBar } from './HolesBar.tsx';
import { ReplyChip } from './ReplyChip.tsx';
import { blockOf, legOf } from './rules.ts';
import { Subject } from './Subject.tsx';
import { UploadList } from './UploadList.tsx';
import { useAddFiles } from './useAddFiles.ts';
import { useBeside } from './useBeside.ts';
import { useDraft } from './useDraft.ts';
import { useOtherLegs } from './useOtherLegs.ts';
import { useSubmit } from './useSubmit.ts';
import { useTypingMark } from './useTypingMark.ts';
import { type Upload, useUploads } from './useUploads.ts';

type Props = {
  conversation: Conversation;
  replyTo: Message | undefined;
  onReplyTo: (id: string | null) => void;
};

/** The editor of mails is heavy: it comes with the first one that is written. */
const LetterField = lazy(() =>
  import('../letter/LetterField.tsx').then((file) => ({ default: file.LetterField })),
);

/** Colleagues to be named in a note: with the first @. */
const MentionList = lazy(() =>
  import('../mentions/MentionList.tsx').then((file) => ({ default: file.MentionList })),
);

/** What the files of the message stand at; `pictures` are on their way into the text. */
const filesOf = (list: readonly Upload[], pictures: boolean) => ({
  waiting: pictures || list.some((one) => !one.attachment && !one.code),
  failed: list.some((one) => one.code),
  count: list.length,
});

type WritingProps = {
  conversation: Conversation;
  leg: Leg | undefined;
  letter: Letter;
  draft: Draft;
  field: RefObject<HTMLTextAreaElement | null>;
  isPublic: boolean;
  mention: MentionMatch;
  onDraft(some: Pick<Draft, 'text' | 'html'>): void;
} & Pick<ComponentProps<typeof Field>, 'canned' | 'onPick' | 'onFiles' | 'onSubmit'>;

/** What is written, and above it whom a name may mean that is begun in it. */
function Writing({ mention, ...props }: WritingProps) {
  return (
    <>
      {mention.list.length > 0 ? (
        <Suspense fallback={null}>
          <MentionList match={mention} />
        </Suspense>
      ) : null}
      <div className={classes.writing} onKeyDownCapture={mention.onKeyDownCapture}>
        <TextOrLetter {...props} />
      </div>
    </>
  );
}

/** A letter's editor for mails, a plain field for everything else. */
function TextOrLetter({
  conversation,
  leg,
  letter,
  draft,
  field,
  isPublic,
  onDraft,
  ...words
}: Omit<WritingProps, 'mention'>) {
  const { t } = useTranslation('conversations');
  if (letter.on && leg) {
    const quotes = letter.copies && conversation.lastInboundSeq > 0;
    return (
      <div
        className={classes.letter}
        data-copies={letter.copies || undefined}
        data-cc={letter.cc.length > 0 || undefined}
        data-quotes={quotes || undefined}
      >
        <Suspense fallback={<div aria-busy />}>
          <LetterField {...{ conversation, leg, letter, draft, onDraft }} {...words} />
        </Suspense>
      </div>
    );
  }
  return (
    <Field
      ref={field}
      text={draft.text}
      placeholder={t(
        draft.internal ? 'composer.noteHere' : isPublic ? 'public.writeHere' : 'composer.writeHere',
      )}
      onText={(text) => onDraft({ text, html: null })}
      {...words}
    />
  );
}

/** Where agents write: to the customer on a chosen leg, or a note to colleagues. */
export function Composer({ conversation, replyTo, onReplyTo }: Props) {
  const { t } = useTranslation('conversations');
  const live = useLive();
  const now = useNow();
  const field = useRef<HTMLTextAreaElement>(null);
  const { draft, change } = useDraft(conversation);
  const place = placeOf(useMe().personId, conversation.id);
  const uploads = useUploads(place);
  const { beside, put: putBeside } = useBeside(place);
  const { subject = '' } = beside;
  const setSubject = (words: string) => putBeside({ subject: words });
  const others = useOtherLegs(conversation);
  const leg = legOf(conversation.legs, draft.legId, others);
  const channel = useChannel(leg?.channel ?? null);
  const letter = useLetter({ conversation, leg, channel, draft, replyTo, beside, putBeside });
  const canned = useCannedMatch(letter.on ? letter.before : draft.text);
  const pick = usePick({ conversation, leg, draft, letter, field, uploads, change });
  const files = filesOf(uploads.list, letter.waiting);
  const mention = useMention({ on: draft.internal && !letter.on, draft, field, change });
  const block = blockOf({ draft, leg, channel, now, files });
  const mark = useTypingMark(live, conversation.id);
  const isPublic = leg?.side === 'public' && !draft.internal;
  const focus = () => (letter.on ? letter.handle.current?.focus() : field.current?.focus());
  const write = (internal: boolean) => {
    change({ internal });
    requestAnimationFrame(focus);
  };
  useShortcuts({ r: () => write(false), n: () => write(true) });
  useEffect(() => {
    if (replyTo) (letter.handle.current ?? field.current)?.focus();
  }, [replyTo, letter.handle]);

  const addFiles = useAddFiles(uploads, draft.internal ? undefined : channel);
  const written = ({ text, html }: Pick<Draft, 'text' | 'html'>) => {
    // What is begun stays on its leg: a public word of the customer meanwhile must not turn it public.
    change(text && !draft.legId && leg ? { text, html, legId: leg.id } : { text, html });
    mark(text.length > 0 && !draft.internal);
  };
  const writing = { conversation, leg, channel, draft, change, uploads, letter, replyTo, onReplyTo };
  const blocked = block !== null;
  const submit = useSubmit({ ...writing, subject, setSubject, mention, mark, focus, blocked });
  const put = (some: string) => {
    if (isPublic) return say(t('composer.notInPublic'));
    if (letter.on) return letter.handle.current?.put(some, 0);
    const { selectionStart = draft.text.length, selectionEnd = selectionStart } = field.current ?? {};
    written({
      text: draft.text.slice(0, selectionStart) + some + draft.text.slice(selectionEnd),
      html: null,
    });
    focus();
  };
  useEffect(() => takeWords(conversation.id, put));
  useReturned(conversation, { draft, change, uploads, letter, setSubject, onReplyTo, focus });
  // What began in public asks for its solution to be published first: the button above does.
  const ends = !draft.internal && !standingDuty(conversation.duties);
  const onSubmit = (done = false) => submit(done && ends ? { becomes: 'resolved' } : {});
  const words = { canned, onPick: pick, onFiles: addFiles, onSubmit };

  return (
    <section
      className={classes.composer}
      data-internal={draft.internal || undefined}
      data-public={isPublic || undefined}
      data-written={draft.text.trim() !== '' || undefined}
      aria-label={t('composer.label')}
    >
      <div className={classes.box}>
        {isPublic ? <PublicBanner /> : null}
        <Head conversation={conversation} draft={draft} leg={leg} others={others} onChange={change} />
        {replyTo && !draft.internal ? <ReplyChip message={replyTo} onClose={() => onReplyTo(null)} /> : null}
        {channel?.capabilities.subject && !draft.internal && !conversation.subject ? (
          <Subject text={subject} onText={setSubject} />
        ) : null}
        <CannedList
          match={canned}
          conversationId={conversation.id}
          channel={draft.internal ? null : (leg?.channel ?? null)}
          onPick={pick}
        />
        <HolesBar block={block} text={draft.text} letter={letter} field={field} />
        <Asked conversation={conversation} draft={draft} onPut={isPublic ? null : put} />
        <Writing
          {...{ conversation, leg, letter, draft, field, isPublic, mention }}
          onDraft={written}
          {...words}
        />
        <UploadList uploads={uploads} />
        <Bar
          block={block}
          internal={draft.internal}
          isPublic={isPublic}
          inboxId={leg?.inboxId}
          length={draft.text.length}
          counted={!draft.internal && channel?.capabilities.countsParts ? draft.text : undefined}
          limit={draft.internal ? undefined : channel?.limits.textLength}
          onFiles={addFiles}
          onSubmit={onSubmit}
          onBecomes={ends ? (becomes) => submit({ becomes }) : undefined}
          onLater={
            draft.internal ? undefined : (when, unlessAnswered) => submit({ later: { when, unlessAnswered } })
          }
          customerId={conversation.customer.id}
          windowEndsAt={leg?.windowEndsAt ?? null}
          more={
            draft.internal ? null : <ChoicesMenu conversation={conversation} leg={leg} text={draft.text} />
          }
        />
      </div>
    </section>
  );
}
