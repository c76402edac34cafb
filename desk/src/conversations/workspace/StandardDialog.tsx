import { Button, Group, Modal, Text } from '@mantine/core';
import { listStandards, setStandard } from '@meada/contract/routes/workspace';
import type { WorkspaceStandard } from '@meada/contract/workspace';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useTeams } from '../../api/queries.ts';
import { useStore } from '../../live/store.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { queueNamesQuery } from '../../work/queries.ts';
import { workspace } from './store.ts';
import classes from './workspace.module.css';

const key = ['workspace', 'standards'];

type Whose = { teamId: string | null; queueId: string | null; name: string };

/** Whom a standard can be for: everybody, who serves a queue, a team. */
function useWhose(): { title: string | null; list: Whose[] }[] {
  const { t } = useTranslation('workspace');
  const teams = useTeams();
  const queues = useQuery(queueNamesQuery).data ?? [];
  return [
    { title: null, list: [{ teamId: null, queueId: null, name: t('everybody') }] },
    { title: t('queues'), list: queues.map(({ id, name }) => ({ teamId: null, queueId: id, name })) },
    { title: t('teams'), list: teams.map(({ id, name }) => ({ teamId: id, queueId: null, name })) },
  ].filter(({ list }) => list.length > 0);
}

type LineProps = {
  whose: Whose;
  kept: WorkspaceStandard | undefined;
  busy: boolean;
  onPut: (mine: boolean) => void;
};

/** Whose standard, whether there is one, and the ways to set and remove it. */
function Line({ whose: { teamId, queueId, name }, kept, busy, onPut }: LineProps) {
  const { t } = useTranslation('workspace');
  const there = Boolean(kept?.layout || kept?.density);
  return (
    <li>
      <span>
        <b>{name}</b>
        <small>{t(there ? 'defined' : queueId ? 'likeTeams' : teamId ? 'likeEverybody' : 'asMade')}</small>
      </span>
      <Group gap="xs" wrap="nowrap">
        <Button
          size="compact-sm"
          variant="light"
          disabled={busy}
          aria-label={`${t('useMine')}: ${name}`}
          onClick={() => onPut(true)}
        >
          {t('useMine')}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          disabled={!there || busy}
          aria-label={`${t('remove')}: ${name}`}
          onClick={() => onPut(false)}
        >
          {t('remove')}
        </Button>
      </Group>
    </li>
  );
}

/** What people begin with, everybody, each queue and each team: taken from how the reader's own panels stand now. */
export function StandardDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('workspace');
  const client = useQueryClient();
  const groups = useWhose();
  const { layout, density } = useStore(workspace);
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(listStandards, undefined, { signal }).then(({ items }) => items),
    staleTime: 0,
  });
  const put = useMutation({
    mutationFn: ({ teamId, queueId, mine }: Omit<Whose, 'name'> & { mine: boolean }) =>
      call(setStandard, {
        body: { teamId, queueId, layout: mine ? layout : null, density: mine ? density : null },
      }),
    onSuccess: async (_done, { mine }) => {
      await client.invalidateQueries({ queryKey: key });
      say(t(mine ? 'set' : 'removed'));
    },
    onError: complain,
  });
  return (
    <Modal opened onClose={onClose} title={t('standards')} size="lg">
      <Text size="sm" c="dimmed" mb="md">
        {t('standardsText')}
      </Text>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={3} /> : null}
      {list.data
        ? groups.map(({ title, list: whose }) => (
            <section key={title}>
              {title ? <h3 className={classes.standardsTitle}>{title}</h3> : null}
              <ul className={classes.standards}>
                {whose.map((one) => (
                  <Line
                    key={one.queueId ?? one.teamId}
                    whose={one}
                    kept={list.data.find(
                      ({ teamId, queueId }) => teamId === one.teamId && queueId === one.queueId,
                    )}
                    busy={put.isPending}
                    onPut={(mine) => put.mutate({ teamId: one.teamId, queueId: one.queueId, mine })}
                  />
                ))}
              </ul>
            </section>
          ))
        : null}
    </Modal>
  );
}
