import { Button, Title } from '@mantine/core';
import {
  type Icon,
  IconArrowsSplit,
  IconCheck,
  IconChevronRight,
  IconClockHour9,
  IconPlugConnected,
  IconUserPlus,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { inboxRefsQuery, usePeople } from '../../api/queries.ts';
import { hoursQuery } from '../../settings/hours/queries.ts';
import { prefer } from '../../shell/preferences.ts';
import { queueNamesQuery } from '../../work/queries.ts';
import classes from './first.module.css';

type Step = { name: string; path: string; icon: Icon; done: boolean };

/** What makes an installation ready to serve, and what of it is there; undefined until that is known. */
function useSteps(): Step[] | undefined {
  const inboxes = useQuery(inboxRefsQuery).data;
  const hours = useQuery(hoursQuery).data;
  const queues = useQuery(queueNamesQuery).data;
  const people = usePeople();
  if (!inboxes || !hours || !queues) return undefined;
  return [
    { name: 'channel', path: 'inboxes/new', icon: IconPlugConnected, done: inboxes.length > 0 },
    { name: 'hours', path: 'hours', icon: IconClockHour9, done: hours.length > 0 },
    { name: 'team', path: 'people', icon: IconUserPlus, done: people.length > 1 },
    { name: 'queue', path: 'routing', icon: IconArrowsSplit, done: queues.length > 0 },
  ];
}

/** For who set up the firm: what comes next, until all of it is done or they want it no more. */
export function FirstSteps() {
  const { t } = useTranslation('first');
  const steps = useSteps();
  if (!steps) return <div role="status" aria-label={t('common:loading')} />;
  const next = steps.find(({ done }) => !done);
  return (
    <div className={classes.first}>
      <Title order={2} size="h3">
        {t(next ? 'title' : 'ready')}
      </Title>
      <p>{t(next ? 'text' : 'readyText')}</p>
      <ol>
        {steps.map(({ name, path, icon: Shape, done }) => (
          <li key={name}>
            <Link
              to="/settings/$"
              params={{ _splat: path }}
              className={classes.step}
              data-next={name === next?.name || undefined}
              data-done={done || undefined}
            >
              <span className={classes.sign} aria-hidden>
                {done ? <IconCheck size={20} /> : <Shape size={20} stroke={1.6} />}
              </span>
              <span>
                <strong>{t(`step.${name}.title`)}</strong>
                {done ? <span className="visually-hidden">{t('done')}</span> : null}
                <small>{t(`step.${name}.text`)}</small>
              </span>
              <IconChevronRight size={18} aria-hidden />
            </Link>
          </li>
        ))}
      </ol>
      <Button variant="subtle" size="compact-sm" onClick={() => prefer({ firstSteps: false })}>
        {t('hide')}
      </Button>
    </div>
  );
}
