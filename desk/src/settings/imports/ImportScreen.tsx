import { Button } from '@mantine/core';
import {
  checkImport,
  dropImport,
  type Import,
  startImport,
  stopImport,
  undoImport,
} from '@meada/contract/routes/imports';
import { IconArrowBackUp, IconArrowLeft, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain, say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Section } from '../kit/Section.tsx';
import { Bar, StatePill } from './ImportRow.tsx';
import classes from './imports.module.css';
import { Mapping } from './Mapping.tsx';
import { keepImport } from './queries.ts';
import { Report } from './Report.tsx';

const steps = { check: checkImport, start: startImport, stop: stopImport, undo: undoImport } as const;

/** The steps of an import, and what each says when it cannot be. */
function useSteps(one: Import) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async (step: keyof typeof steps): Promise<void> => {
    setBusy(true);
    try {
      keepImport(client, (await call(steps[step], { params: { id: one.id } })) as Import);
      void client.invalidateQueries({ queryKey: ['imports'] });
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

type ActionProps = {
  one: Import;
  busy: boolean;
  run: (step: keyof typeof steps) => Promise<void>;
  onUndo: () => void;
};

/** What can be done now; the next step stands out. */
function Actions({ one, busy, run, onUndo }: ActionProps): ReactNode {
  const { t } = useTranslation('imports');
  const undo = (
    <Button variant="default" leftSection={<IconArrowBackUp size={17} />} onClick={onUndo} disabled={busy}>
      {t('undo')}
    </Button>
  );
  if (one.state === 'checked')
    return (
      <Button loading={busy} leftSection={<IconPlayerPlay size={17} />} onClick={() => void run('start')}>
        {t('start', { count: (one.counts.create ?? 0) + (one.counts.update ?? 0) })}
      </Button>
    );
  if (one.state === 'checking' || one.state === 'running')
    return (
      <Button
        variant="default"
        loading={busy}
        leftSection={<IconPlayerStop size={17} />}
        onClick={() => void run('stop')}
      >
        {t('stop')}
      </Button>
    );
  if (one.state === 'stopped')
    return (
      <>
        {undo}
        <Button loading={busy} onClick={() => void run('start')}>
          {t('goOn')}
        </Button>
      </>
    );
  return one.state === 'done' || one.state === 'failed' ? undo : null;
}

/** One import: what its columns are, the dry run, bringing it in, the report, the way back. */
export function ImportScreen({ one, onBack }: { one: Import; onBack: () => void }) {
  const { t, i18n } = useTranslation('imports');
  const client = useQueryClient();
  const { ask, dialog } = useConfirm();
  const { busy, run } = useSteps(one);
  const askUndo = () =>
    ask({
      title: t('undoTitle'),
      text: t('undoText'),
      action: t('undo'),
      danger: true,
      act: () => run('undo'),
    });
  const askDrop = () =>
    ask({
      title: t('dropTitle', { name: one.name }),
      text: t('dropText'),
      action: t('forget'),
      danger: true,
      act: async () => {
        await call(dropImport, { params: { id: one.id } });
        await client.invalidateQueries({ queryKey: ['imports'] });
        say(t('dropped'));
        onBack();
      },
    });
  const mapping = one.state === 'mapping' || one.state === 'checked' || one.state === 'failed';
  const over = !['reading', 'checking', 'running', 'undoing'].includes(one.state);
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        visibleFrom="sm"
        leftSection={<IconArrowLeft size={16} />}
        onClick={onBack}
        mb="xs"
      >
        {t('back')}
      </Button>
      <PageHeader
        title={one.name}
        text={t('rows', { count: one.total, number: one.total.toLocaleString(i18n.language) })}
      >
        <div className={classes.actions}>
          <StatePill one={one} />
          <Actions one={one} busy={busy} run={run} onUndo={askUndo} />
        </div>
      </PageHeader>
      <Bar one={one} />
      {one.undoUntil ? (
        <p className={classes.note}>{t('undoUntil', { at: momentOf(one.undoUntil, i18n.language) })}</p>
      ) : null}
      {one.state === 'failed' ? (
        <p role="alert" className={classes.problem}>
          {t('failed')}
        </p>
      ) : null}
      {one.state === 'undone' && one.kept > 0 ? (
        <p role="status" className={classes.note}>
          {t('kept', { count: one.kept })}
        </p>
      ) : null}
      {one.state === 'mapping' || !mapping ? null : <Report one={one} />}
      {mapping ? <Mapping key={one.id} one={one} onCheck={() => run('check')} /> : <Report one={one} />}
      {over ? (
        <Section>
          <Button variant="subtle" color="red" size="compact-sm" onClick={askDrop}>
            {t('forget')}
          </Button>
        </Section>
      ) : null}
      {dialog}
    </>
  );
}
