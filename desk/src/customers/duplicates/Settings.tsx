import { Button, Group, Modal, Progress, Slider, Switch, Text } from '@mantine/core';
import {
  changeDuplicateSettings,
  type DuplicateSettings,
  startDuplicateScan,
  stopDuplicateScan,
} from '@meada/contract/routes/duplicates';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { client } from '../../app/client.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { shareOf } from '../../ui/share.ts';
import { complain } from '../../ui/toast.ts';
import classes from './duplicates.module.css';
import { duplicateSettingsQuery } from './queries.ts';

const keep = (fresh: DuplicateSettings) => client.setQueryData(keys.duplicateSettings, fresh);

/** A run over the base: how far it is, what it has found. */
function Run({ settings }: { settings: DuplicateSettings }) {
  const { t, i18n } = useTranslation('duplicates');
  const may = useMay('organisation.manage');
  const start = useMutation({
    mutationFn: () => call(startDuplicateScan, { body: { kind: 'full' } }),
    onSuccess: keep,
    onError: complain,
  });
  const stop = useMutation({ mutationFn: () => call(stopDuplicateScan), onSuccess: keep, onError: complain });
  const { scan } = settings;
  const running = scan?.state === 'running';
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  return (
    <div>
      {scan ? (
        <Text size="sm" mb={6}>
          {running
            ? t(`run.${scan.phase}`, { done: number(scan.done), total: number(scan.total) })
            : t(`run.${scan.state}`)}{' '}
          {running ? null : <RelativeTime at={scan.endedAt ?? scan.startedAt} />}
          {' · '}
          {t('run.found', { count: scan.found })}
          {scan.merged > 0 ? ` · ${t('run.merged', { count: scan.merged })}` : ''}
        </Text>
      ) : (
        <Text size="sm" c="dimmed" mb={6}>
          {t('run.never')}
        </Text>
      )}
      {running ? (
        <Progress
          value={scan.phase === 'learn' ? 100 : (100 * scan.done) / Math.max(1, scan.total)}
          animated={scan.phase === 'learn'}
          aria-label={t('run.progress')}
          mb="sm"
        />
      ) : null}
      {may ? (
        <Button
          variant={running ? 'default' : 'light'}
          leftSection={running ? <IconPlayerStop size={17} /> : <IconPlayerPlay size={17} />}
          loading={start.isPending || stop.isPending}
          onClick={() => (running ? stop : start).mutate()}
        >
          {t(running ? 'run.stop' : 'run.start', {
            count: settings.customers,
            shown: number(settings.customers),
          })}
        </Button>
      ) : null}
    </div>
  );
}

/** How duplicates are looked for: a run over all, what may happen unasked, how sure a suggestion must be. */
export function SearchSettings({ onClose }: { onClose(): void }) {
  const { t, i18n } = useTranslation('duplicates');
  const may = useMay('organisation.manage');
  const settings = useQuery(duplicateSettingsQuery);
  const change = useMutation({
    mutationFn: (body: { autoMerge?: boolean; nightly?: boolean; likely?: number }) =>
      call(changeDuplicateSettings, { body }),
    onSuccess: keep,
    onError: complain,
  });
  const { data } = settings;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('settings.title')}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {settings.error && !data ? (
        <ErrorState error={settings.error} onRetry={() => settings.refetch()} />
      ) : null}
      {settings.isPending ? <ListLoading rows={3} /> : null}
      {data ? (
        <div className={classes.settings}>
          <Run settings={data} />
          <Switch
            label={t('settings.nightly')}
            description={t('settings.nightlyHelp')}
            checked={data.nightly}
            disabled={!may || change.isPending}
            onChange={(event) => change.mutate({ nightly: event.currentTarget.checked })}
          />
          <Switch
            label={t('settings.autoMerge')}
            description={t('settings.autoMergeHelp')}
            checked={data.autoMerge}
            disabled={!may || change.isPending}
            onChange={(event) => change.mutate({ autoMerge: event.currentTarget.checked })}
          />
          <div>
            <Text size="sm" fw={500} id="likely">
              {t('settings.likely', { share: Math.round(data.likely * 100) })}
            </Text>
            <Text size="xs" c="dimmed" mb={6}>
              {t('settings.likelyHelp')}
            </Text>
            <Slider
              key={data.likely}
              aria-labelledby="likely"
              thumbLabel={t('settings.likely', { share: Math.round(data.likely * 100) })}
              min={0.5}
              max={0.99}
              step={0.01}
              defaultValue={data.likely}
              disabled={!may}
              label={(value) => shareOf(value, i18n.language)}
              onChangeEnd={(likely) => change.mutate({ likely })}
            />
          </div>
          {data.learnedAt ? (
            <Text size="xs" c="dimmed">
              {t('settings.learned', { count: data.learnedOf })} <RelativeTime at={data.learnedAt} />
            </Text>
          ) : null}
        </div>
      ) : null}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('close')}
        </Button>
      </Group>
    </Modal>
  );
}
