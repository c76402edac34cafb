import type { Conversation, Leg, Message } from '@meada/contract/routes/conversations';
import { useQueryClient } from '@tanstack/react-query';
import { type ComponentProps, lazy, type RefObject, Suspense, useEffect, useRef, useState } from 'react';
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
import { useMention } from '../mentions/useMention.ts';
import { nextLegOf } from '../public/rules.ts';
import { PublicBanner } from '../public/SideButton.tsx';
import { type Later, undoOf } from '../scheduling/later.ts';
import { useReturned } from '../scheduling/useReturned.ts';
import { Bar } from './Bar.tsx';
import { CannedList, useCannedMatch } from './CannedList.tsx';
import { ChoicesMenu } from './ChoicesMenu.tsx';
import classes from './composer.module.css';
import { Field } from './Field.tsx';
import { Head } from './Head.tsx';
import { messagesOf } from './messages-of.ts';
import { send } from './outbox.ts';
import { ReplyChip } from './ReplyChip.tsx';
import { blockOf, legOf } from './rules.ts';
import { Subject } from './Subject.tsx';
import { UploadList } from './UploadList.tsx';
import { useAddFiles } from './useAddFiles.ts';
import { type Draft, useDraft } from './useDraft.ts';
import { useOtherLegs } from './useOtherLegs.ts';
import { useSeen } from './useSeen.ts';
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

/** What nobody filled in is named above the field; its code comes when something is missing. */
const Holes = lazy(() => import('../canned/Holes.tsx').then((file) => ({ default: file.Holes })));

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
  onDraft(some: Pick<Draft, 'text' | 'html'>): void;
} & Pick<ComponentProps<typeof Field>, 'canned' | 'onPick' | 'onFiles' | 'onSubmit'>;

/** A letter's editor for mails, a plain field for everything else. */
function Writing({ conversation, leg, letter, draft, field, isPublic, onDraft, ...words }: WritingProps) {
  const { t } = useTranslation('conversations');
  if (letter.on && leg) {
    return (
      <Suspense fallback={<div className={classes.field} aria-busy />}>
        <LetterField {...{ conversation, leg, letter, draft, onDraft }} {...words} />
      </Suspense>
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
  const client = useQueryClient();
  const live = useLive();
  const me = useMe();
  const now = useNow();
  const field = useRef<HTMLTextAreaElement>(null);
  const { draft, change } = useDraft(conversation);
  const [subject, setSubject] = useState('');
  const uploads = useUploads();
  const others = useOtherLegs(conversation);
  const leg = legOf(conversation.legs, draft.legId, others);
  const channel = useChannel(leg?.channel ?? null);
  const letter = useLetter({ conversation, leg, channel, draft, replyTo });
  const canned = useCannedMatch(letter.on ? letter.before : draft.text);
  const pick = usePick({ conversation, leg, draft, letter, field, uploads, change });
  const files = filesOf(uploads.list, letter.waiting);
  const mention = useMention({
    on: draft.internal && !letter.on,
    text: draft.text,
    field,
    onText: (text) => change({ text, html: null }),
  });
  const seen = useSeen(conversation, draft.text !== '');
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
  const submit = (later?: Pick<Later, 'when' | 'unlessAnswered'>) => {
    if (block) return;
    const attachments = uploads.list.flatMap((one) => (one.attachment ? [one.attachment] : []));
    const messages = messagesOf({
      draft,
      legId: leg?.id,
      attachments,
      perMessage: channel?.limits.attachmentsPerMessage ?? 10,
      replyToId: replyTo?.id,
      subject: subject.trim() || undefined,
      letter: letter.parts(),
    });
    for (const { body } of messages) {
      const words = 'text' in body.content ? (body.content.text ?? '') : '';
      Object.assign(body, draft.internal ? { mentions: mention.namedIn(words) } : { seenSeq: seen() });
    }
    const seconds = undoOf(me, Boolean(channel?.capabilities.subject), draft.internal);
    const how = later ?? (seconds > 0 ? { when: { seconds }, unlessAnswered: false } : null);
    const [first, ...rest] = messages;
    if (how && first) {
      const more = { rest: rest.map(({ body }) => body), draftHtml: draft.html ?? null };
      send(client, { conversationId: conversation.id, ...first, attachments, later: { ...how, ...more } });
    } else for (const one of messages) send(client, { conversationId: conversation.id, ...one });
    change({ text: '', html: null, legId: nextLegOf(conversation.legs, leg) });
    uploads.clear();
    letter.clear();
    setSubject('');
    onReplyTo(null);
    mark(false);
    focus();
  };
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
  const select = ({ from, to, words: missing }: { from: number; to: number; words: string }) => {
    if (letter.on) return letter.handle.current?.select(missing);
    field.current?.focus();
    field.current?.setSelectionRange(from, to);
  };
  useReturned(conversation, { draft, change, uploads, letter, setSubject, onReplyTo, focus });
  const words = { canned, onPick: pick, onFiles: addFiles, onSubmit: () => submit() };

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
        {block === 'holes' ? (
          <Suspense fallback={null}>
            <Holes text={draft.text} onSelect={select} />
          </Suspense>
        ) : null}
        <Asked conversation={conversation} draft={draft} onPut={isPublic ? null : put} />
        {mention.list.length > 0 ? (
          <Suspense fallback={null}>
            <MentionList match={mention} />
          </Suspense>
        ) : null}
        <div className={classes.writing} onKeyDownCapture={mention.onKeyDownCapture}>
          <Writing {...{ conversation, leg, letter, draft, field, isPublic }} onDraft={written} {...words} />
        </div>
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
          onSubmit={() => submit()}
          onLater={draft.internal ? undefined : (when, unlessAnswered) => submit({ when, unlessAnswered })}
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
