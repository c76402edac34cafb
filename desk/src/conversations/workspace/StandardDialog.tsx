import { Button, Group, Modal, Text } from '@mantine/core';
import { listStandards, setStandard } from '@meada/contract/routes/workspace';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useTeams } from '../../api/queries.ts';
import { useStore } from '../../live/store.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { workspace } from './store.ts';
import classes from './workspace.module.css';

const key = ['workspace', 'standards'];

/** What people begin with, everybody and each team: taken from how the reader's own panels stand now. */
export function StandardDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('workspace');
  const client = useQueryClient();
  const teams = useTeams();
  const { layout, density } = useStore(workspace);
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(listStandards, undefined, { signal }).then(({ items }) => items),
    staleTime: 0,
  });
  const put = useMutation({
    mutationFn: ({ teamId, mine }: { teamId: string | null; mine: boolean }) =>
      call(setStandard, {
        body: { teamId, layout: mine ? layout : null, density: mine ? density : null },
      }),
    onSuccess: async (_done, { mine }) => {
      await client.invalidateQueries({ queryKey: key });
      say(t(mine ? 'set' : 'removed'));
    },
    onError: complain,
  });
  const whose = [{ id: null, name: t('everybody') }, ...teams.map(({ id, name }) => ({ id, name }))];
  return (
    <Modal opened onClose={onClose} title={t('standards')} size="lg">
      <Text size="sm" c="dimmed" mb="md">
        {t('standardsText')}
      </Text>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={3} /> : null}
      {list.data ? (
        <ul className={classes.standards}>
          {whose.map(({ id, name }) => {
            const kept = list.data.find((one) => one.teamId === id);
            const there = Boolean(kept?.layout || kept?.density);
            return (
              <li key={id ?? 'everybody'}>
                <span>
                  <b>{name}</b>
                  <small>{t(there ? 'defined' : id ? 'likeEverybody' : 'asMade')}</small>
                </span>
                <Group gap="xs" wrap="nowrap">
                  <Button
                    size="compact-sm"
                    variant="light"
                    disabled={put.isPending}
                    aria-label={`${t('useMine')}: ${name}`}
                    onClick={() => put.mutate({ teamId: id, mine: true })}
                  >
                    {t('useMine')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    disabled={!there || put.isPending}
                    aria-label={`${t('remove')}: ${name}`}
                    onClick={() => put.mutate({ teamId: id, mine: false })}
                  >
                    {t('remove')}
                  </Button>
                </Group>
              </li>
            );
          })}
        </ul>
      ) : null}
    </Modal>
  );
}
