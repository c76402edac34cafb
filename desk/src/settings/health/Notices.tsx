import { Button } from '@mantine/core';
import type { Translated } from '@meada/contract/primitives';
import { type HealthReport, settleNotice } from '@meada/contract/routes/inbox-health';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { complain } from '../../ui/toast.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import classes from './health.module.css';

const tones = { info: undefined, warning: 'warn', grave: 'danger' } as const;

/** What the platform says of the account, until somebody has seen it. */
export function Notices({ inboxId, list }: { inboxId: string; list: HealthReport['notices'] }) {
  const { t, i18n } = useTranslation('firm');
  const locale = i18n.language as keyof Translated;
  const may = useMay('inboxes.manage');
  const settle = useMutation({
    mutationFn: (noticeId: string) => call(settleNotice, { params: { id: inboxId, noticeId } }),
    onSuccess: () => refresh(keys.health),
    onError: complain,
  });
  if (list.length === 0) return null;
  return (
    <div className={classes.notices}>
      <Rows label={t('health.notices')}>
        {list.map((notice) => (
          <Row
            key={notice.id}
            title={
              <>
                <Pill tone={tones[notice.level]}>{t(`health.level.${notice.level}`)}</Pill>{' '}
                {notice.words?.says[locale] ?? t('health.noticeOnly')}
              </>
            }
            text={
              <>
                {notice.words ? <span className={classes.todo}>{notice.words.advice[locale]}</span> : null}
                <RelativeTime at={notice.at} />
              </>
            }
            end={
              may ? (
                <Button
                  size="xs"
                  variant="default"
                  loading={settle.isPending && settle.variables === notice.id}
                  onClick={() => settle.mutate(notice.id)}
                >
                  {t('health.seen')}
                </Button>
              ) : null
            }
          >
            <details className={classes.raw}>
              <summary>{t('health.rawNotice')}</summary>
              <code>{notice.code}</code> {notice.text}
            </details>
          </Row>
        ))}
      </Rows>
    </div>
  );
}
