import { Button, Drawer, Group, Select, Stack } from '@mantine/core';
import { changeDeal, type Deal, dropDeal, moveDeal, type Stage } from '@meada/contract/routes/deals';
import { IconMessageCircle2, IconTrash, IconUser } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { codeOf } from '../api/problem.ts';
import { useMay } from '../api/queries.ts';
import { useConfirm } from '../settings/kit/confirm.tsx';
import { TasksOf } from '../tasks/TasksOf.tsx';
import { ListLoading } from '../ui/Loading.tsx';
import { ErrorState } from '../ui/States.tsx';
import { momentOf } from '../ui/time.ts';
import { complain, complainOf, say } from '../ui/toast.ts';
import { CloseDialog } from './CloseDialog.tsx';
import { CustomerPast } from './CustomerPast.tsx';
import { DealFields, type DealValues } from './DealFields.tsx';
import classes from './deals.module.css';
import { NextStep } from './NextStep.tsx';
import {
  dayOf,
  dealQuery,
  lateness,
  pipelinesQuery,
  reasonsQuery,
  refreshDeals,
  todayHere,
} from './queries.ts';

/** The stage, changed at once; into a won or lost one with a word why. */
function StageField({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deals');
  const [closing, setClosing] = useState<Stage | null>(null);
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const move = useMutation({
    mutationFn: (body: { stageId: string; reasonId?: string | null; reasonNote?: string | null }) =>
      call(moveDeal, { params: { id: deal.id }, body: { ...body, fromStageId: deal.stageId } }),
    onError: (error) => (codeOf(error) === 'conflict' ? complainOf(t('move.faster')) : complain(error)),
    onSettled: () => refreshDeals(),
  });
  const shown = pipelines.filter(({ id, archived }) => !archived || id === deal.pipelineId);
  const go = (id: string | null) => {
    const stage = shown.flatMap(({ stages }) => stages).find((one) => one.id === id);
    if (!stage || stage.id === deal.stageId) return;
    if (stage.category === 'open') move.mutate({ stageId: stage.id });
    else setClosing(stage);
  };
  return (
    <>
      <Select
        label={t('field.stage')}
        allowDeselect={false}
        disabled={move.isPending}
        data={shown.map(({ name, stages }) => ({
          group: name,
          items: stages.map((stage) => ({ value: stage.id, label: stage.name })),
        }))}
        value={deal.stageId}
        onChange={go}
      />
      {closing ? (
        <CloseDialog
          stage={closing}
          onClose={() => setClosing(null)}
          onSave={(reason) => {
            move.mutate({ stageId: closing.id, ...reason });
            setClosing(null);
          }}
        />
      ) : null}
    </>
  );
}

/** Why it was won or lost, and what is late. */
function Marks({ deal }: { deal: Deal }) {
  const { t, i18n } = useTranslation('deals');
  const reasons = useQuery(reasonsQuery).data ?? [];
  const late = lateness(deal, todayHere());
  const reason = [reasons.find(({ id }) => id === deal.reasonId)?.name, deal.reasonNote].filter(Boolean);
  return (
    <>
      {late.close ? (
        <p className={classes.lateMark}>
          {t('card.closeLate')} {dayOf(deal.expectedOn ?? '', i18n.language)}
        </p>
      ) : null}
      {reason.length > 0 ? (
        <p className={classes.reason}>
          {t(deal.outcome === 'won' ? 'close.won' : 'close.lost')} {reason.join(' · ')}
        </p>
      ) : null}
    </>
  );
}

type Moves = { id: string; from: string | null; to: string; actor: string | null; at: string }[];

function History({ moves }: { moves: Moves }) {
  const { t, i18n } = useTranslation('deals');
  return (
    <section>
      <h3 className={classes.heading}>{t('history')}</h3>
      <ol className={classes.history}>
        {[...moves].reverse().map(({ id, from, to, actor, at }) => (
          <li key={id}>
            <span>{from === null ? t('historyMade', { to }) : t('historyMoved', { from, to })}</span>
            <small>{[actor, momentOf(at, i18n.language)].filter(Boolean).join(' · ')}</small>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Body({ deal, moves, onClose }: { deal: Deal; moves: Moves; onClose(): void }) {
  const { t } = useTranslation('deals');
  const writes = useMay('deals.write');
  const { ask, dialog } = useConfirm();
  const [changed, setChanged] = useState<Partial<DealValues>>({});
  const values: DealValues = { ...deal, companyId: deal.company?.id ?? null, ...changed };
  const save = useMutation({
    mutationFn: () => call(changeDeal, { params: { id: deal.id }, body: changed }),
    onSuccess: async () => {
      await refreshDeals();
      setChanged({});
      say(t('saved'));
    },
    onError: complain,
  });
  const lacksTitle = values.title.trim() === '';
  return (
    <Stack gap="md">
      <Marks deal={deal} />
      {writes && deal.outcome === 'open' ? <NextStep deal={deal} /> : null}
      <Group gap="sm">
        <Button
          component={Link}
          to="/customers/$customerId"
          params={{ customerId: deal.customer.id } as never}
          variant="default"
          size="xs"
          leftSection={<IconUser size={15} />}
        >
          {deal.customer.name ?? deal.customer.display}
        </Button>
        {deal.conversationId ? (
          <Button
            component={Link}
            to="/conversations/$conversationId"
            params={{ conversationId: deal.conversationId } as never}
            variant="default"
            size="xs"
            leftSection={<IconMessageCircle2 size={15} />}
          >
            {t('conversation')}
          </Button>
        ) : null}
      </Group>
      <fieldset disabled={!writes} className={classes.fields}>
        <StageField deal={deal} />
        <DealFields
          withoutNext
          values={values}
          titleError={lacksTitle ? t('required') : undefined}
          onChange={(some) => setChanged({ ...changed, ...some })}
        />
      </fieldset>
      {writes ? (
        <Group justify="space-between">
          <Button
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={() =>
              ask({
                title: t('drop.title'),
                text: t('drop.text'),
                action: t('drop.action'),
                danger: true,
                act: async () => {
                  await call(dropDeal, { params: { id: deal.id } });
                  await refreshDeals();
                  onClose();
                },
              })
            }
          >
            {t('drop.action')}
          </Button>
          <Button
            disabled={Object.keys(changed).length === 0 || lacksTitle}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('save')}
          </Button>
        </Group>
      ) : null}
      <Suspense fallback={<ListLoading rows={2} />}>
        <TasksOf filter={{ dealId: deal.id }} about={{ dealId: deal.id }} title="h2" />
      </Suspense>
      <History moves={moves} />
      {/* Its words come with it: the drawer must not go away while they do. */}
      <Suspense fallback={<ListLoading rows={3} />}>
        <CustomerPast customerId={deal.customer.id} />
      </Suspense>
      {dialog}
    </Stack>
  );
}

/** A deal with all that is known of it, over the board. */
export function DealDrawer({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation('deals');
  const { data, error, refetch } = useQuery(dealQuery(id));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={480}
      title={<span className={classes.drawerTitle}>{data?.deal.title ?? t('one')}</span>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={6} /> : null}
      {data ? <Body key={id} deal={data.deal} moves={data.moves} onClose={onClose} /> : null}
    </Drawer>
  );
}
