import { Button, Stack, Text, Title } from '@mantine/core';
import { type Icon, IconCloudOff, IconMapOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../api/problem.ts';
import classes from './States.module.css';

type EmptyProps = { icon: Icon; title: string; text?: string; children?: ReactNode };

/** Nothing here yet (or any more), said kindly, with the next step as children. */
export function EmptyState({ icon: Shape, title, text, children }: EmptyProps) {
  return (
    <Stack className={classes.state} align="center" justify="center" gap="xs">
      <span className={classes.badge} aria-hidden>
        <Shape size={28} stroke={1.5} />
      </span>
      <Title order={2} size="h4" ta="center">
        {title}
      </Title>
      {text ? (
        <Text c="dimmed" size="sm" ta="center" maw={420}>
          {text}
        </Text>
      ) : null}
      {children}
    </Stack>
  );
}

/** Something failed: what (translated from the code) and a way to try again, unless trying again is in vain. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const code = codeOf(error);
  const gone = code === 'not_found';
  return (
    <div role="alert" className={classes.fill}>
      <EmptyState
        icon={gone ? IconMapOff : IconCloudOff}
        title={t(gone ? 'problem.goneTitle' : 'problem.title')}
        text={t(gone ? 'problem.goneText' : `problem.${code}`)}
      >
        {onRetry && !gone ? (
          <Button variant="light" onClick={onRetry}>
            {t('retry')}
          </Button>
        ) : null}
      </EmptyState>
    </div>
  );
}

/** The same in one line, where the rest of a dialog or card goes on without it. */
export function ErrorLine({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  const { t } = useTranslation();
  return (
    <p role="alert" className={classes.line}>
      {t(`problem.${codeOf(error)}`)}{' '}
      <button type="button" onClick={() => void onRetry()}>
        {t('retry')}
      </button>
    </p>
  );
}
