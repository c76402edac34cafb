import { Button } from '@mantine/core';
import { changeSignature, readSignature } from '@meada/contract/routes/signatures';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { complain, say } from '../../ui/toast.ts';
import { Section } from '../kit/Section.tsx';
import classes from '../kit/signature.module.css';

const Editor = lazy(() =>
  import('../../conversations/letter/Editor.tsx').then((file) => ({ default: file.Editor })),
);

/** What stands below the person's own mails. */
export function Signature() {
  const { t } = useTranslation('letter');
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['signature', 'own'],
    queryFn: ({ signal }) => call(readSignature, undefined, { signal }),
  });
  const [html, setHtml] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (body: { html: string }) => call(changeSignature, { body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['signature'] });
      setHtml(null);
      say(t('signature.saved'));
    },
    onError: complain,
  });
  return (
    <Section
      title={t('signature.title')}
      text={t('signature.text', { agent: '{{agent.name}}', brand: '{{brand}}' })}
    >
      <div className={classes.box}>
        <Suspense fallback={<div className={classes.loading} aria-busy />}>
          {data ? (
            <Editor
              content={data.html}
              label={t('signature.label')}
              onChange={(editor) => setHtml(editor.isEmpty ? '' : editor.getHTML())}
            />
          ) : (
            <div className={classes.loading} aria-busy />
          )}
        </Suspense>
      </div>
      <Button
        mt="md"
        disabled={html === null}
        loading={save.isPending}
        onClick={() => save.mutate({ html: html ?? '' })}
      >
        {t('signature.save')}
      </Button>
    </Section>
  );
}
