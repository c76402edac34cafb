import { Button, Combobox, useCombobox } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import type { Person } from '@meada/contract/routes/people';
import { IconCheck, IconChevronDown, IconUserOff, IconUserPlus, IconUsersGroup } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe, usePeople, useTeams } from '../../api/queries.ts';
import { online } from '../../live/presence.ts';
import { useStore } from '../../live/store.ts';
import { Face } from '../../ui/Face.tsx';
import classes from './menus.module.css';
import type { Actions } from './useActions.ts';

const check = <IconCheck size={15} />;
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
/** Kinds of choices, before the id in an option's value. */
const nobody = 'nobody';
const toPerson = 'person:';
const toTeam = 'team:';

type OptionProps = { value: string; icon: ReactNode; name: string; chosen?: boolean };
function Choice({ value, icon, name, chosen }: OptionProps) {
  return (
    <Combobox.Option value={value} className={classes.option}>
      {icon} <span>{name}</span> {chosen ? check : null}
    </Combobox.Option>
  );
}

function useChoices(word: string) {
  const me = useMe();
  const manages = useMay('conversations.manage');
  const here = useStore(online);
  const everybody = usePeople().filter((person) => person.active && person.id !== me.personId);
  const allTeams = useTeams();
  const fits = (name: string) => plain(name).includes(plain(word.trim()));
  const people = everybody
    .filter((person) => manages && fits(person.name))
    .sort(
      (one, other) =>
        Number(here.includes(other.id)) - Number(here.includes(one.id)) || one.name.localeCompare(other.name),
    );
  const teams = allTeams.filter((team) => manages && fits(team.name));
  return { me, manages, here, everybody, people, teams, allTeams, fits };
}

type ListProps = { conversation: Conversation; word: string };
function Choices({ conversation, word }: ListProps) {
  const { t } = useTranslation('conversations');
  const { me, manages, here, people, teams, fits } = useChoices(word);
  const mine = conversation.assigneeId === me.personId;
  const face = (person: Pick<Person, 'id' | 'name' | 'avatarUrl'>, there?: boolean) => (
    <Face name={person.name} id={person.id} url={person.avatarUrl} size={22} online={there} />
  );
  const first = !mine && (word === '' || fits(me.name));
  const clears = word === '' && conversation.assigneeId !== null && (manages || mine);
  return (
    <Combobox.Options aria-label={t('assign.search')} mah={380} style={{ overflowY: 'auto' }}>
      {first ? (
        <Choice
          value={toPerson + me.personId}
          icon={face({ ...me, id: me.personId })}
          name={t('assign.toMe')}
        />
      ) : null}
      {clears ? <Choice value={nobody} icon={<IconUserOff size={18} />} name={t('assign.toNobody')} /> : null}
      {people.length > 0 ? (
        <Combobox.Group label={t('assign.people')}>
          {people.map((person) => (
            <Choice
              key={person.id}
              value={toPerson + person.id}
              icon={face(person, here.includes(person.id))}
              name={person.name}
              chosen={person.id === conversation.assigneeId}
            />
          ))}
        </Combobox.Group>
      ) : null}
      {teams.length > 0 ? (
        <Combobox.Group label={t('assign.teams')}>
          {teams.map((team) => (
            <Choice
              key={team.id}
              value={toTeam + team.id}
              icon={<IconUsersGroup size={18} />}
              name={team.name}
              chosen={team.id === conversation.teamId}
            />
          ))}
        </Combobox.Group>
      ) : null}
      {first || clears || people.length + teams.length > 0 ? null : (
        <Combobox.Empty>{t('assign.nothing')}</Combobox.Empty>
      )}
    </Combobox.Options>
  );
}

/** To me, to somebody else, to a team, to nobody; found by typing, however large the team. */
export function AssignMenu({ conversation, actions }: { conversation: Conversation; actions: Actions }) {
  const { t } = useTranslation('conversations');
  const [word, setWord] = useState('');
  const { me, manages, everybody, allTeams } = useChoices('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setWord('');
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const assignee = [...everybody, { id: me.personId, name: me.name, avatarUrl: me.avatarUrl }].find(
    (one) => one.id === conversation.assigneeId,
  );
  const team = allTeams.find((one) => one.id === conversation.teamId);
  const mine = conversation.assigneeId === me.personId;
  const label = assignee ? (mine ? t('assign.me') : assignee.name) : (team?.name ?? t('assign.nobody'));
  const choose = (value: string) => {
    combobox.closeDropdown();
    if (value === nobody) return void actions.assign({ assigneeId: null });
    if (value.startsWith(toPerson)) return void actions.assign({ assigneeId: value.slice(toPerson.length) });
    const id = value.slice(toTeam.length);
    void actions.assign({ teamId: id === conversation.teamId ? null : id });
  };
  return (
    <Combobox store={combobox} width={280} position="bottom-end" shadow="md" onOptionSubmit={choose}>
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <Button
          variant="default"
          size="compact-md"
          h={36}
          className={classes.assign}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          leftSection={
            assignee ? (
              <Face name={assignee.name} id={assignee.id} url={assignee.avatarUrl} size={22} />
            ) : (
              <IconUserPlus size={16} />
            )
          }
          rightSection={<IconChevronDown size={14} />}
          onClick={() => combobox.toggleDropdown()}
        >
          <span className="visually-hidden">{t('assign.label')}</span>
          <span className={classes.label}>{label}</span>
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={word}
          aria-label={manages ? t('assign.search') : t('assign.label')}
          placeholder={manages ? t('assign.search') : undefined}
          onChange={(event) => {
            setWord(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
        />
        <Choices conversation={conversation} word={word} />
      </Combobox.Dropdown>
    </Combobox>
  );
}
