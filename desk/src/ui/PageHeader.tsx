import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

type Props = { title: string; text?: string; children?: ReactNode };

/** Head of a page: its name, one line of help, actions on the right. */
export function PageHeader({ title, text, children }: Props) {
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="lg" component="header">
      <div style={{ minWidth: 0, flex: '1 1 280px' }}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {text ? (
          <Text c="dimmed" size="sm" mt={4} maw={640}>
            {text}
          </Text>
        ) : null}
      </div>
      {children ? <Group gap="sm">{children}</Group> : null}
    </Group>
  );
}
