import { Button, Group, Progress } from '@mantine/core';
import { type Announcement, stopAnnouncement } from '@meada/contract/routes/announcements';
import { IconPlayerStop } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { complain, say } from '../../ui/toast.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

const tones = { running: 'accent', stopped: 'warn', done: 'good' } as const;

/** How far each announcement of an inbox is, and what came of it; one that runs can be stopped. */
export function History({ list }: { list: readonly Announcement[] }) {
  const { t } = useTranslation('firm');
  const stop = useMutation({
    mutationFn: (id: string) => call(stopAnnouncement, { params: { id } }),
    onSuccess: () => {
      say(t('tell.stopped'));
      return refresh(keys.announcements);
    },
    onError: complain,
  });
  return (
    <Rows label={t('tell.history')}>
      {list.map(({ id, state, counts, answered, refused, failed, segment, createdAt }) => {
        const all = counts.sent + counts.queued + counts.skipped;
        return (
          <Row
            key={id}
            title={
              <>
                <Pill tone={tones[state]}>{t(`tell.state.${state}`)}</Pill> {t('tell.progress', counts)}
              </>
            }
            text={
              <>
                {segment ? `${segment.name} · ` : ''}
                {t('tell.results', { answered, refused, failed })} · <RelativeTime at={createdAt} />
              </>
            }
            end={
              <Group gap={6} wrap="nowrap">
                <ExportMenu small lists={[{ path: `/api/announcements/${id}/recipients` }]} />
                {state === 'running' ? (
                  <Button
                    size="xs"
                    color="red"
                    variant="light"
                    leftSection={<IconPlayerStop size={15} />}
                    loading={stop.isPending}
                    onClick={() => stop.mutate(id)}
                  >
                    {t('tell.stop')}
                  </Button>
                ) : null}
              </Group>
            }
          >
            {state === 'running' ? (
              <Progress
                mt={8}
                aria-label={t('tell.progress', counts)}
                value={all === 0 ? 0 : ((all - counts.queued) / all) * 100}
              />
            ) : null}
          </Row>
        );
      })}
    </Rows>
  );
}
