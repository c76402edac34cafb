import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './kit.module.css';

type Props = { title?: string; text?: string; actions?: ReactNode; danger?: boolean; children?: ReactNode };

/** A card of a settings page: one matter, its heading, its help, its actions. */
export function Section({ title, text, actions, danger, children }: Props) {
  return (
    <section className={danger ? `${classes.section} ${classes.danger}` : classes.section}>
      {title || actions ? (
        <div className={classes.sectionHead}>
          <div>
            {title ? (
              <Title order={2} fz={16} lh={1.4}>
                {title}
              </Title>
            ) : null}
            {text ? (
              <Text c="dimmed" size="sm" mt={2} maw={620}>
                {text}
              </Text>
            ) : null}
          </div>
          {actions}
        </div>
      ) : null}
      {children}
    </section>
  );
}

type PillProps = { tone?: 'good' | 'warn' | 'danger' | 'accent'; children: ReactNode; title?: string };

/** A small mark beside a name: a state in one or two words. */
export function Pill({ tone, children, title }: PillProps) {
  return (
    <span className={classes.pill} data-tone={tone} title={title}>
      {children}
    </span>
  );
}
