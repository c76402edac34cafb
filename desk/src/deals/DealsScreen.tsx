import { Button, SegmentedControl } from '@mantine/core';
import { IconBriefcase, IconPlus, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { Look } from '../settings/kit/Look.tsx';
import { NotAllowed } from '../settings/kit/NotAllowed.tsx';
import { useShortcuts } from '../shell/keyboard.ts';
import { ExportMenu } from '../ui/ExportMenu.tsx';
import { ListLoading } from '../ui/Loading.tsx';
import page from '../ui/Page.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../ui/States.tsx';
import { useSettled } from '../ui/time.ts';
import { BoardView } from './BoardView.tsx';
import { DealDrawer } from './DealDrawer.tsx';
import classes from './deals.module.css';
import { Filters } from './Filters.tsx';
import { ForecastView } from './ForecastView.tsx';
import { ListView } from './ListView.tsx';
import { NewDeal } from './NewDeal.tsx';
import { boardQuery, type DealFilters, isNarrowed } from './queries.ts';

const views = ['board', 'list', 'forecast'] as const;

type BoardProps = { filters: DealFilters; onOpen(id: string): void; onNew: (() => void) | null };

function BoardOf({ filters, onOpen, onNew }: BoardProps) {
  const { t } = useTranslation('deals');
  const { data, error, refetch } = useQuery(boardQuery(filters));
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <ListLoading rows={5} />;
  const empty = data.columns.every(({ count }) => count === 0);
  if (empty)
    return (
      <EmptyState
        icon={IconBriefcase}
        title={t(isNarrowed(filters) ? 'none.filtered' : 'none.title')}
        text={t(isNarrowed(filters) ? 'none.filteredText' : 'none.boardText')}
      >
        {onNew && !isNarrowed(filters) ? (
          <Button leftSection={<IconPlus size={18} />} onClick={onNew}>
            {t('new')}
          </Button>
        ) : null}
      </EmptyState>
    );
  return <BoardView key={data.pipeline.id} board={data} filters={filters} onOpen={onOpen} />;
}

function Deals() {
  const { t } = useTranslation('deals');
  const navigate = useNavigate();
  const { _splat = '' } = useParams({ strict: false }) as { _splat?: string };
  const [first, id] = _splat.split('/').filter(Boolean);
  const view = views.find((one) => one === first) ?? 'board';
  const [filters, setFilters] = useState<DealFilters>({});
  const [words, setWords] = useState('');
  const [adding, setAdding] = useState(false);
  const query = useSettled(words.trim()) || undefined;
  const wanted = { ...filters, query };
  const [writes, manages] = [useMay('deals.write'), useMay('deals.manage')];
  const go = (place: string) => navigate({ to: '/deals/$', params: { _splat: place } });
  const open = (deal: string) => void go(`${view}/${deal}`);
  const field = useRef<HTMLInputElement>(null);
  const add = writes ? () => setAdding(true) : null;
  useShortcuts({
    '/': () => field.current?.focus(),
    n: () => add?.(),
    ...Object.fromEntries(views.map((one, at) => [String(at + 1), () => void go(one)])),
  });
  return (
    <div className={page.screen} data-ground>
      <div className={page.top}>
        <PageHeader title={t('title')}>
          <SegmentedControl
            aria-label={t('view.label')}
            value={view}
            onChange={(next) => void go(next)}
            data={views.map((one) => ({ value: one, label: t(`view.${one}`) }))}
          />
          <ExportMenu lists={[{ path: '/api/exports/deals' }]} filters={wanted} />
          {manages ? (
            <Button
              component={Link}
              to="/settings/$"
              params={{ _splat: 'pipelines' } as never}
              variant="default"
              leftSection={<IconSettings size={17} />}
            >
              {t('settings')}
            </Button>
          ) : null}
          {writes ? (
            <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
              {t('new')}
            </Button>
          ) : null}
        </PageHeader>
        <Filters field={field} filters={filters} words={words} onWords={setWords} onChange={setFilters} />
      </div>
      <div className={classes.body}>
        {view === 'board' ? <BoardOf filters={wanted} onOpen={open} onNew={add} /> : null}
        {view === 'list' ? <ListView filters={wanted} onOpen={open} /> : null}
        {view === 'forecast' ? <ForecastView filters={wanted} /> : null}
      </div>
      {adding ? <NewDeal pipelineId={filters.pipelineId} onClose={() => setAdding(false)} /> : null}
      {id ? <DealDrawer key={id} id={id} onClose={() => void go(view)} /> : null}
    </div>
  );
}

/** /deals/$: board, list or forecast, with a deal open over it. */
export function DealsScreen() {
  const may = useMay('deals.read');
  return <Look>{may ? <Deals /> : <NotAllowed />}</Look>;
}
