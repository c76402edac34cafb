import { ActionIcon, Button } from '@mantine/core';
import { type Agreement, deleteAgreement, orderAgreements } from '@meada/contract/routes/agreements';
import { IconArrowDown, IconArrowUp, IconHourglassHigh, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { TabbedPage } from '../kit/TabbedPage.tsx';
import type { PageProps } from '../pages.ts';
import { refresh } from '../queries.ts';
import { AgreementDialog } from './AgreementDialog.tsx';
import classes from './agreements.module.css';
import { agreementsQuery } from './queries.ts';
import { Report } from './Report.tsx';
import { minutesWords, promises } from './words.ts';

type MovesProps = { name: string; first: boolean; last: boolean; onMove(step: number): void };
function Moves({ name, first, last, onMove }: MovesProps) {
  const { t } = useTranslation('agreements');
  const soft = { variant: 'subtle', color: 'gray', c: 'var(--ink-soft)' } as const;
  return (
    <span className={classes.moves}>
      <ActionIcon {...soft} disabled={first} aria-label={`${t('up')}: ${name}`} onClick={() => onMove(-1)}>
        <IconArrowUp size={17} />
      </ActionIcon>
      <ActionIcon {...soft} disabled={last} aria-label={`${t('down')}: ${name}`} onClick={() => onMove(1)}>
        <IconArrowDown size={17} />
      </ActionIcon>
    </span>
  );
}

type RowProps = { agreement: Agreement; moves: Omit<MovesProps, 'name'> | null; onEdit(): void };
function AgreementRow({ agreement, moves, onEdit }: RowProps) {
  const { t, i18n } = useTranslation('agreements');
  const { ask, dialog } = useConfirm();
  const { name, targets, active, running } = agreement;
  const told = promises.flatMap((promise) => {
    const minutes = targets[promise];
    return minutes === null ? [] : [`${t(`promise.${promise}`)}: ${minutesWords(minutes, i18n.language)}`];
  });
  const remove = () =>
    ask({
      title: t('delete.title', { name }),
      text: t('delete.text'),
      action: t('delete.action'),
      danger: true,
      act: async () => {
        await call(deleteAgreement, { params: { id: agreement.id } });
        await refresh(keys.settings);
        say(t('delete.done'));
      },
    });
  return (
    <Row
      title={
        <>
          <span>{name}</span>
          {active ? null : <Pill>{t('off')}</Pill>}
          {running > 0 ? <Pill tone="accent">{t('running', { count: running })}</Pill> : null}
        </>
      }
      text={told.join(' · ')}
      end={
        moves ? (
          <>
            <Moves name={name} {...moves} />
            <Button size="xs" variant="default" onClick={onEdit} aria-label={`${t('edit')}: ${name}`}>
              {t('edit')}
            </Button>
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              c="var(--ink-soft)"
              onClick={remove}
              aria-label={`${t('delete.action')}: ${name}`}
            >
              {t('delete.action')}
            </Button>
            {dialog}
          </>
        ) : null
      }
    />
  );
}

function AgreementList() {
  const { t } = useTranslation('agreements');
  const manages = useMay('agreements.manage');
  const list = useQuery(agreementsQuery);
  const [open, setOpen] = useState<{ agreement: Agreement | null } | null>(null);
  const order = useMutation({
    mutationFn: (agreementIds: string[]) => call(orderAgreements, { body: { agreementIds } }),
    onSuccess: () => refresh(keys.settings),
    onError: complain,
  });
  const all = list.data ?? [];
  const move = (at: number, step: number) => {
    const ids = all.map(({ id }) => id);
    ids.splice(at + step, 0, ...ids.splice(at, 1));
    order.mutate(ids);
  };
  return (
    <>
      {manages ? (
        <Button mb="md" leftSection={<IconPlus size={18} />} onClick={() => setOpen({ agreement: null })}>
          {t('add')}
        </Button>
      ) : null}
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={2} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState icon={IconHourglassHigh} title={t('none.title')} text={t('none.text')} />
      ) : null}
      {all.length > 0 ? (
        <Section text={t('order')}>
          <Rows label={t('title')}>
            {all.map((agreement, at) => (
              <AgreementRow
                key={agreement.id}
                agreement={agreement}
                moves={
                  manages
                    ? { first: at === 0, last: at === all.length - 1, onMove: (step) => move(at, step) }
                    : null
                }
                onEdit={() => setOpen({ agreement })}
              />
            ))}
          </Rows>
        </Section>
      ) : null}
      {open ? <AgreementDialog agreement={open.agreement} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

const tabs = { list: AgreementList, report: Report };

/** Agreements, and how they are kept. */
export const AgreementsPage = ({ rest }: PageProps) => (
  <TabbedPage area="agreements" tabs={tabs} rest={rest} />
);
