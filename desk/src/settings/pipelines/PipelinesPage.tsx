import { Button, Textarea } from '@mantine/core';
import { type DealReason, putDealReasons } from '@meada/contract/routes/deal-reasons';
import { archivePipeline, type Pipeline } from '@meada/contract/routes/deals';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { pipelinesQuery, reasonsQuery } from '../../deals/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { PipelineDialog } from './PipelineDialog.tsx';

const anew = () => refresh([...keys.settings], keys.deals);

function PipelineRow({ pipeline, onEdit }: { pipeline: Pipeline; onEdit(): void }) {
  const { t } = useTranslation('deals');
  const archive = useMutation({
    mutationFn: () =>
      call(archivePipeline, { params: { id: pipeline.id }, body: { archived: !pipeline.archived } }),
    onSuccess: anew,
    onError: complain,
  });
  return (
    <Row
      title={
        <>
          <span style={{ fontWeight: 550 }}>{pipeline.name}</span>
          {pipeline.archived ? <Pill>{t('setup.archived')}</Pill> : null}
        </>
      }
      text={pipeline.stages.map(({ name }) => name).join(' → ')}
      end={
        <span style={{ display: 'flex', gap: 4, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
          {pipeline.archived ? null : (
            <Button size="xs" variant="default" onClick={onEdit}>
              {t('setup.edit')}
            </Button>
          )}
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            c="var(--ink-soft)"
            loading={archive.isPending}
            onClick={() => archive.mutate()}
          >
            {t(pipeline.archived ? 'setup.restore' : 'setup.archive')}
          </Button>
        </span>
      }
    />
  );
}

const outcomes = ['won', 'lost'] as const;
const linesOf = (reasons: readonly DealReason[], outcome: string): string =>
  reasons
    .filter((reason) => reason.outcome === outcome && !reason.archived)
    .map(({ name }) => name)
    .join('\n');

/** The lists of reasons, a line each. */
function Reasons({ reasons }: { reasons: DealReason[] }) {
  const { t } = useTranslation('deals');
  const [texts, setTexts] = useState<Partial<Record<'won' | 'lost', string>>>({});
  const textOf = (outcome: 'won' | 'lost') => texts[outcome] ?? linesOf(reasons, outcome);
  const save = useMutation({
    mutationFn: () => {
      const items = outcomes.flatMap((outcome) => {
        const names = textOf(outcome)
          .split('\n')
          .map((line) => line.trim().slice(0, 80))
          .filter(Boolean);
        return [...new Set(names)].map((name) => ({ outcome, name }));
      });
      return call(putDealReasons, { body: { items } });
    },
    onSuccess: async () => {
      await anew();
      setTexts({});
      say(t('saved'));
    },
    onError: complain,
  });
  return (
    <Section title={t('setup.reasons')} text={t('setup.reasonsText')}>
      {outcomes.map((outcome) => (
        <Textarea
          key={outcome}
          mt="sm"
          label={t(outcome === 'won' ? 'setup.wonReasons' : 'setup.lostReasons')}
          autosize
          minRows={3}
          value={textOf(outcome)}
          onChange={(event) => setTexts({ ...texts, [outcome]: event.currentTarget.value })}
        />
      ))}
      <Button
        mt="md"
        disabled={Object.keys(texts).length === 0}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {t('save')}
      </Button>
    </Section>
  );
}

/** Pipelines with their stages, and why deals are won or lost. */
export function PipelinesPage() {
  const { t } = useTranslation('deals');
  const list = useQuery(pipelinesQuery);
  const reasons = useQuery(reasonsQuery);
  const [open, setOpen] = useState<{ pipeline: Pipeline | null } | null>(null);
  return (
    <>
      <PageHeader title={t('setup.title')} text={t('setup.text')}>
        <Button leftSection={<IconPlus size={18} />} onClick={() => setOpen({ pipeline: null })}>
          {t('setup.add')}
        </Button>
      </PageHeader>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={3} /> : null}
      {list.data ? (
        <Section>
          <Rows label={t('setup.title')}>
            {list.data.map((pipeline) => (
              <PipelineRow key={pipeline.id} pipeline={pipeline} onEdit={() => setOpen({ pipeline })} />
            ))}
          </Rows>
        </Section>
      ) : null}
      {reasons.data ? <Reasons reasons={reasons.data} /> : null}
      {open ? <PipelineDialog pipeline={open.pipeline} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
