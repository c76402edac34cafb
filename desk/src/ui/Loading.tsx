import { Group, Skeleton, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What is here sooner than this (ms) needs no grey lines: they would only flicker, and drawing them takes as long. */
const soon = 120;

/** Grey lines in the shape of a list, while it loads; `after` so long (ms). */
export function ListLoading({ rows = 6, after = soon }: { rows?: number; after?: number }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), after);
    return () => clearTimeout(timer);
  }, [after]);
  if (!shown) return <div role="status" aria-label={t('loading')} />;
  return (
    <Stack gap="lg" p="md" role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <Group key={row} wrap="nowrap" gap="sm">
          <Skeleton circle height={38} />
          <Stack gap={8} flex={1}>
            <Skeleton height={10} width={`${45 + ((row * 17) % 35)}%`} />
            <Skeleton height={8} width={`${60 + ((row * 23) % 35)}%`} />
          </Stack>
        </Group>
      ))}
    </Stack>
  );
}

/** A whole screen on its way. */
export function ScreenLoading() {
  return <ListLoading rows={8} />;
}
