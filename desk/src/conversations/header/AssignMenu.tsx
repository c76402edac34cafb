import { Button, Popover } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconChevronDown, IconUserPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, usePeople, useTeams } from '../../api/queries.ts';
import { PersonFace } from '../../ui/PersonFace.tsx';
import classes from './menus.module.css';
import type { Actions } from './useActions.ts';

const load = () => import('./AssignList.tsx').then((file) => ({ default: file.AssignList }));
const AssignList = lazy(load);

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
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={280}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          size="compact-md"
          h={36}
          className={classes.assign}
          leftSection={assignee ? <PersonFace person={assignee} size={22} /> : <IconUserPlus size={16} />}
          rightSection={<IconChevronDown size={14} />}
          onPointerEnter={() => void load()}
          onClick={() => setOpened(!opened)}
        >
          <span className="visually-hidden">{t('assign.label')}</span>
          <span className={classes.label}>{label}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <Suspense fallback={null}>
          <AssignList conversation={conversation} actions={actions} onDone={() => setOpened(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
