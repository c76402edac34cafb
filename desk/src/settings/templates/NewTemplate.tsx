import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { submitTemplate } from '@meada/contract/routes/templates';
import { draftProblems, type TemplateMaking } from '@meada/contract/template-drafts';
import { renderedParts, templateFields } from '@meada/contract/templates';
import { IconAlertTriangle, IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf, Problem } from '../../api/problem.ts';
import { TemplatePreview } from '../../conversations/composer/TemplatePreview.tsx';
import looks from '../../conversations/composer/template.module.css';
import { useUploads } from '../../conversations/composer/useUploads.ts';
import { say } from '../../ui/toast.ts';
import { blank, draftOf, partsOf, type Writing } from './draft.ts';
import { Fields } from './Fields.tsx';
import { Samples } from './Samples.tsx';

type Props = { inboxId: string; making: TemplateMaking; onClose: () => void };

/** What the server or the platform said; the platform's own words say what to change. */
const wordsOf = (error: unknown): string | null =>
  error instanceof Problem && error.code === 'outside_failed' ? error.message : null;

/** Writes a template beside how the customer will see it, and sends it to the platform for approval. */
export function NewTemplate({ inboxId, making, onClose }: Props) {
  const { t } = useTranslation('firm');
  const client = useQueryClient();
  const uploads = useUploads();
  const [writing, setWriting] = useState<Writing>(() => blank(making));
  const [tried, setTried] = useState(false);
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
  const problemAt = (at: string): string | undefined => {
    const found = tried ? problems.find((one) => one.at === at) : undefined;
    return found && t(`models.rule.${found.rule}`);
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
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('models.new')}
      size="xl"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (problems.length === 0) submit.mutate();
        }}
      >
        <div className={looks.two}>
          <Stack gap="sm">
            <Fields writing={writing} making={making} problemAt={problemAt} onChange={change} />
            <Samples
              fields={fields}
              values={writing.samples}
              file={needsFile ? file : undefined}
              problemAt={problemAt}
              onChange={(at, value) => change({ samples: { ...writing.samples, [at]: value } })}
              onFile={(chosen) => uploads.add([chosen])}
            />
          </Stack>
          <figure style={{ margin: 0, position: 'sticky', top: 0, alignSelf: 'start' }}>
            <Text component="figcaption" size="xs" c="dimmed" mb={4}>
              {t('models.preview')}
            </Text>
            <TemplatePreview
              parts={renderedParts(parts, (at) => writing.samples[at] || undefined)}
              picture={needsFile ? (file?.preview ?? undefined) : undefined}
            />
          </figure>
        </div>
        {failed ? (
          <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} mt="md" role="alert">
            <span style={{ color: 'var(--ink)' }}>
              {wordsOf(failed)
                ? t('models.refused', { words: wordsOf(failed) })
                : t(`problem.${codeOf(failed)}`)}
            </span>
          </Alert>
        ) : null}
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
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
    </Modal>
  );
}
