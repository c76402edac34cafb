import { Menu } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import type { OwnCategory } from '@meada/contract/statuses';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './statuses.module.css';
import { statusGroups, useStatuses } from './statuses.ts';

type Props = {
  conversation: Conversation;
  onChange: (status: OwnCategory, statusId: string | null) => void;
};

/** A choice; `value` is the status, or the category itself. */
type Shown = { value: string; name: string; colour: string | null; status: OwnCategory };

/** Each category with the firm's own statuses below it; its plain name where none of them is the default. */
export function StatusItems({ conversation, onChange }: Props) {
  const { t } = useTranslation('conversations');
  const statuses = useStatuses();
  const now = conversation.ownStatus?.id ?? conversation.status;
  const item = ({ value, name, colour, status }: Shown) => (
    <Menu.Item
      key={value}
      leftSection={<span className={classes.dot} style={colour ? { background: colour } : undefined} />}
      rightSection={value === now ? <IconCheck size={15} /> : null}
      onClick={() => onChange(status, value === status ? null : value)}
    >
      {name}
    </Menu.Item>
  );
  return statusGroups(statuses).map(({ category, own, plain }) => (
    <div key={category}>
      {own.length > 0 ? <Menu.Label>{t(`status.${category}`)}</Menu.Label> : null}
      {plain
        ? item({ value: category, name: t(`status.${category}`), colour: null, status: category })
        : null}
      {own.map(({ id, name, colour }) => item({ value: id, name, colour, status: category }))}
    </div>
  ));
}
