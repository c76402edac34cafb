import { Button, Group, NumberInput, Table, Text } from '@mantine/core';
import {
  changeRetention,
  type RetentionRun,
  type Retention as Rules,
  runRetention,
} from '@meada/contract/routes/privacy-register';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain, say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { retentionQuery } from './queries.ts';

const keep = async (work: Promise<unknown>, done: string) => {
  try {
    await work;
    await refresh(retentionQuery.queryKey);
    say(done);
  } catch (error) {
    complain(error);
  }
};

function Rule({ rule }: { rule: Rules['rules'][number] }) {
  const { t } = useTranslation('privacy');
  const [days, setDays] = useState<string | number>(rule.days ?? '');
  const wanted = days === '' ? null : Number(days);
  return (
    <Row
      title={t(`category.${rule.category}`)}
      text={
        rule.byLaw
          ? `${t(`categoryText.${rule.category}`)} ${t('retention.byLaw', { days: rule.least })}`
          : t(`categoryText.${rule.category}`)
      }
      end={
        <Group gap="xs" wrap="nowrap">
          <NumberInput
            aria-label={`${t(`category.${rule.category}`)}: ${t('retention.days')}`}
            value={days}
            onChange={setDays}
            min={rule.least}
            max={rule.most}
            placeholder={t('retention.forever')}
            w={130}
            hideControls
            suffix={` ${t('retention.days')}`}
          />
          <Button
            variant="default"
            disabled={wanted === rule.days}
            onClick={() =>
              keep(
                call(changeRetention, { body: { category: rule.category, days: wanted } }),
                t('settings.saved'),
              )
            }
          >
            {t('save')}
          </Button>
        </Group>
      }
    />
  );
}

function RunTable({ run }: { run: RetentionRun }) {
  const { t } = useTranslation('privacy');
  const lines = run.report.filter(({ purged, held }) => purged > 0 || held > 0);
  if (lines.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('retention.nothing')}
      </Text>
    );
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('retention.category')}</Table.Th>
          <Table.Th>{t(run.trial ? 'retention.would' : 'retention.purged')}</Table.Th>
          <Table.Th>{t('retention.held')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={line.category}>
            <Table.Td>{t(`category.${line.category}`)}</Table.Td>
            <Table.Td>{line.purged}</Table.Td>
            <Table.Td>{line.held}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** How long each kind of data is kept, what would go, what went. */
export function Retention() {
  const { t, i18n } = useTranslation('privacy');
  const { data, error, refetch } = useQuery(retentionQuery);
  const { ask, dialog } = useConfirm();
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <ListLoading rows={5} />;
  const run = (trial: boolean) => call(runRetention, { body: { trial } });
  return (
    <>
      <Section title={t('retention.title')} text={t('retention.text')}>
        <Rows label={t('tab.retention')}>
          {data.rules.map((rule) => (
            <Rule key={`${rule.category} ${rule.days}`} rule={rule} />
          ))}
        </Rows>
      </Section>
      <Section
        title={t('retention.runs')}
        text={t('retention.runsText')}
        actions={
          <Group gap="sm">
            <Button onClick={() => keep(run(true), t('retention.counting'))}>{t('retention.trial')}</Button>
            <Button
              variant="default"
              onClick={() =>
                ask({
                  ...{
                    title: t('retention.nowTitle'),
                    text: t('retention.nowText'),
                    action: t('retention.now'),
                  },
                  danger: true,
                  act: () => keep(run(false), t('retention.purging')),
                })
              }
            >
              {t('retention.now')}
            </Button>
          </Group>
        }
      >
        <Rows label={t('retention.runs')}>
          {data.runs.map((one) => (
            <Row
              key={one.id}
              title={`${t(one.trial ? 'retention.trial' : 'retention.night')} · ${momentOf(one.startedAt, i18n.language)}`}
              end={
                <Pill tone={one.state === 'failed' ? 'danger' : one.state === 'done' ? 'good' : 'warn'}>
                  {t(`run.${one.state}`)}
                </Pill>
              }
            >
              <RunTable run={one} />
            </Row>
          ))}
        </Rows>
      </Section>
      {dialog}
    </>
  );
}
