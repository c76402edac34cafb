import { Button, Group } from '@mantine/core';

type Props = { message: string; label: string; act: () => void };

/** A message in the corner with one thing to press. */
export function WithWay({ message, label, act }: Props) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <span>{message}</span>
      <Button size="compact-sm" variant="light" style={{ flex: 'none' }} onClick={act}>
        {label}
      </Button>
    </Group>
  );
}
