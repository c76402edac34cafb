import { Button, Menu } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconCheck, IconChevronDown, IconUserOff, IconUserPlus, IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe, usePeople, useTeams } from '../../api/queries.ts';
import { online } from '../../live/presence.ts';
import { useStore } from '../../live/store.ts';
import { Face } from '../../ui/Face.tsx';
import classes from './menus.module.css';
import type { Actions } from './useActions.ts';

const check = <IconCheck size={15} />;

/** To me, to somebody else, to a team, to nobody. */
export function AssignMenu({ conversation, actions }: { conversation: Conversation; actions: Actions }) {
  const { t } = useTranslation('conversations');
  const me = useMe();
  const manages = useMay('conversations.manage');
  const people = usePeople().filter((person) => person.active && person.id !== me.personId);
  const teams = useTeams();
  const here = useStore(online);
  const assignee = [...people, { id: me.personId, name: me.name, avatarUrl: me.avatarUrl }].find(
    (one) => one.id === conversation.assigneeId,
  );
  const team = teams.find((one) => one.id === conversation.teamId);
  const shown = people.sort(
    (one, other) =>
      Number(here.includes(other.id)) - Number(here.includes(one.id)) || one.name.localeCompare(other.name),
  );
  const mine = conversation.assigneeId === me.personId;
  const label = assignee ? (mine ? t('assign.me') : assignee.name) : (team?.name ?? t('assign.nobody'));
  return (
    <Menu width={270} position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-md"
          h={36}
          className={classes.assign}
          leftSection={
            assignee ? (
              <Face name={assignee.name} id={assignee.id} url={assignee.avatarUrl} size={22} />
            ) : (
              <IconUserPlus size={16} />
            )
          }
          rightSection={<IconChevronDown size={14} />}
        >
          <span className="visually-hidden">{t('assign.label')}</span>
          <span className={classes.label}>{label}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={440} style={{ overflowY: 'auto' }}>
        {mine ? null : (
          <Menu.Item
            leftSection={<Face name={me.name} id={me.personId} url={me.avatarUrl} size={22} />}
            onClick={() => actions.assignMe()}
          >
            {t('assign.toMe')}
          </Menu.Item>
        )}
        {conversation.assigneeId && (manages || mine) ? (
          <Menu.Item
            leftSection={<IconUserOff size={18} />}
            onClick={() => actions.assign({ assigneeId: null })}
          >
            {t('assign.toNobody')}
          </Menu.Item>
        ) : null}
        {manages && people.length > 0 ? <Menu.Label>{t('assign.people')}</Menu.Label> : null}
        {manages
          ? shown.map((person) => (
              <Menu.Item
                key={person.id}
                leftSection={
                  <Face
                    name={person.name}
                    id={person.id}
                    url={person.avatarUrl}
                    size={22}
                    online={here.includes(person.id)}
                  />
                }
                rightSection={person.id === conversation.assigneeId ? check : null}
                onClick={() => actions.assign({ assigneeId: person.id })}
              >
                {person.name}
              </Menu.Item>
            ))
          : null}
        {manages && teams.length > 0 ? <Menu.Label>{t('assign.teams')}</Menu.Label> : null}
        {manages
          ? teams.map((one) => (
              <Menu.Item
                key={one.id}
                leftSection={<IconUsersGroup size={18} />}
                rightSection={one.id === conversation.teamId ? check : null}
                onClick={() => actions.assign({ teamId: one.id === conversation.teamId ? null : one.id })}
              >
                {one.name}
              </Menu.Item>
            ))
          : null}
      </Menu.Dropdown>
    </Menu>
  );
}
