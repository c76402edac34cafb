import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type MessageTemplate, submitTemplate } from '@meada/contract/routes/templates';
import { draftProblems, type TemplateMaking } from '@meada/contract/template-drafts';
import { renderedParts, type TemplatePart, templateFields } from '@meada/contract/templates';
import { IconAlertTriangle, IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf, Problem } from '../../api/problem.ts';
import { TemplatePreview } from '../../conversations/composer/TemplatePreview.tsx';
import looks from '../../conversations/composer/template.module.css';
import { useUploads } from '../../conversations/composer/useUploads.ts';
import { say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { blank, draftOf, partsOf, type Writing, writingFrom } from './draft.ts';
import { Fields } from './Fields.tsx';
import { Samples } from './Samples.tsx';
import classes from './templates.module.css';

type Props = {
  inboxId: string;
  making: TemplateMaking;
  /** Begins with what this one says. */
  from: MessageTemplate | null;
  onClose: () => void;
};

/** What the server or the platform said; the platform's own words say what to change. */
const wordsOf = (error: unknown): string | null =>
  error instanceof Problem && error.code === 'outside_failed' ? error.message : null;

/** What is not written yet is shown by what goes there. */
const shownParts = (parts: readonly TemplatePart[], t: TFunction<'firm'>): TemplatePart[] =>
  parts.map((part) => {
    if (part.part === 'body') return { ...part, text: part.text || t('models.noBody') };
    if (part.part !== 'buttons') return part;
    const named = part.buttons.map((one) => ({
      ...one,
      text: one.text || t(`models.button.${one.kind as 'reply'}`),
    }));
    return { ...part, buttons: named };
  });

/** Why it was not taken. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation('firm');
  const words = wordsOf(error);
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} mt="md" role="alert">
      <span style={{ color: 'var(--ink)' }}>
        {words ? t('models.refused', { words }) : t(`problem.${codeOf(error)}`)}
      </span>
    </Alert>
  );
}

/** Writes a template beside how the customer will see it, and sends it to the platform for approval. */
export function NewTemplate({ inboxId, making, from, onClose }: Props) {
  const { t } = useTranslation('firm');
  const client = useQueryClient();
  const uploads = useUploads();
  const [writing, setWriting] = useState<Writing>(() => (from ? writingFrom(from, making) : blank(making)));
  const [begun] = useState(writing);
  const [tried, setTried] = useState(false);
  const narrow = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false });
  const { ask, dialog } = useConfirm();
  const form = useRef<HTMLFormElement>(null);
  const change = (some: Partial<Writing>) => setWriting((now) => ({ ...now, ...some }));
  const parts = partsOf(writing);
  const fields = templateFields(parts);
  const file = uploads.list.at(-1);
  const needsFile = fields.some(({ at, kind }) => at === 'header' && kind !== 'location');
  const uploadId = needsFile ? file?.attachment?.id : undefined;
  const asked = new Set(fields.map(({ at }) => at));
  const samples = Object.fromEntries(Object.entries(writing.samples).filter(([at]) => asked.has(at)));
  const draft = draftOf({ ...writing, samples, uploads: uploadId ? { header: uploadId } : {} });
  const problems = [
    ...(draft.name ? [] : [{ at: 'name', rule: 'missing' as const }]),
    ...draftProblems(draft, making),
  ];
  const ruleAt = (at: string) => problems.find((one) => one.at === at)?.rule;
  const problemAt = (at: string): string | undefined => {
    const rule = tried ? ruleAt(at) : undefined;
    return rule && t(`models.rule.${rule}`);
  };
  const submit = useMutation({
    mutationFn: () => call(submitTemplate, { params: { id: inboxId }, body: draft }),
    onSuccess: (list) => {
      client.setQueryData(keys.templates(inboxId), list);
      say(t('models.sent'));
      onClose();
    },
  });
  const failed = submit.error;
  const discard = () =>
    ask({
      title: t('models.discard'),
      text: t('models.discardText'),
      action: t('models.discardDo'),
      danger: true,
      act: onClose,
    });
  // In a turn of its own: the Escape that asks would close the question as well.
  const leave = () => (writing === begun ? onClose() : void setTimeout(discard));
  return (
    <Modal
      opened
      onClose={leave}
      title={t('models.new')}
      size="xl"
      fullScreen={narrow}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (problems.length === 0) submit.mutate();
          // To the first one that is wrong, once it is marked.
          else
            requestAnimationFrame(() =>
              form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(),
            );
        }}
      >
        <div className={looks.two}>
          <Stack gap="sm">
            <Fields
              writing={writing}
              making={making}
              problemAt={problemAt}
              ruleAt={ruleAt}
              onChange={change}
            />
            <Samples
              fields={fields}
              values={writing.samples}
              file={needsFile ? file : undefined}
              problemAt={problemAt}
              onChange={(at, value) => change({ samples: { ...writing.samples, [at]: value } })}
              onFile={(chosen) => uploads.add([chosen])}
            />
          </Stack>
          <figure className={classes.seen}>
            <Text component="figcaption" size="xs" c="dimmed" mb={4}>
              {t('models.preview')}
            </Text>
            <TemplatePreview
              parts={renderedParts(shownParts(parts, t), (at) => writing.samples[at] || undefined)}
              picture={needsFile ? (file?.preview ?? undefined) : undefined}
            />
          </figure>
        </div>
        {failed ? <Refusal error={failed} /> : null}
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={leave}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            leftSection={<IconSend size={17} />}
            loading={submit.isPending || (needsFile && file !== undefined && !file.attachment && !file.code)}
          >
            {t('models.submit')}
          </Button>
        </Group>
      </form>
      {dialog}
    </Modal>
  );
}
