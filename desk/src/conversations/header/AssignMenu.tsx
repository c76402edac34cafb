import { Button } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconChevronDown, IconUserPlus } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, usePeople, useTeams } from '../../api/queries.ts';
import { Late } from '../../ui/Late.tsx';
import { PersonFace } from '../../ui/PersonFace.tsx';
import classes from './menus.module.css';
import type { Actions } from './useActions.ts';

const AssignList = lazyRouteComponent(() => import('./AssignList.tsx'), 'AssignList');
const look = { kind: 'sheet', width: 280, padding: 8 } as const;

/** Who has it; a press gives it to oneself, somebody else, a team or nobody. */
export function AssignMenu({ conversation, actions }: { conversation: Conversation; actions: Actions }) {
  const { t } = useTranslation('conversations');
  const [opened, setOpened] = useState(false);
  const me = useMe();
  const people = usePeople();
  const team = useTeams().find((one) => one.id === conversation.teamId);
  const mine = conversation.assigneeId === me.personId;
  const assignee = mine
    ? { id: me.personId, name: me.name, avatarUrl: me.avatarUrl }
    : people.find((one) => one.active && one.id === conversation.assigneeId);
  const label = assignee ? (mine ? t('assign.me') : assignee.name) : (team?.name ?? t('assign.nobody'));
  const button = (
    <Button
      variant="default"
      size="compact-md"
      fz="sm"
      h={36}
      className={classes.assign}
      leftSection={assignee ? <PersonFace person={assignee} size={22} /> : <IconUserPlus size={16} />}
      rightSection={<IconChevronDown size={14} />}
    >
      <span className="visually-hidden">{t('assign.label')}</span>
      <span className={classes.label}>{label}</span>
    </Button>
  );
  return (
    <Late button={button} look={look} later={AssignList.preload} opened={opened} onChange={setOpened}>
      <AssignList conversation={conversation} actions={actions} onDone={() => setOpened(false)} />
    </Late>
  );
}
