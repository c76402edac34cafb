import { Button, Combobox, TextInput, useCombobox } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import type { Person } from '@meada/contract/routes/people';
import { IconCheck, IconTransfer, IconUserOff, IconUsersGroup } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe, usePeople, useTeams } from '../../api/queries.ts';
import { PersonFace } from '../../ui/PersonFace.tsx';
import { openTransfer } from '../../work/transfer/open.ts';
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
  const everybody = usePeople();
  const allTeams = useTeams();
  const fits = (name: string) => plain(name).includes(plain(word.trim()));
  const people = everybody
    .filter((person) => person.active && person.id !== me.personId && manages && fits(person.name))
    .sort((one, other) => one.name.localeCompare(other.name));
  const teams = allTeams.filter((team) => manages && fits(team.name));
  return { me, manages, people, teams, fits };
}

type ListProps = { conversation: Conversation; word: string };
function Choices({ conversation, word }: ListProps) {
  const { t } = useTranslation('conversations');
  const { me, manages, people, teams, fits } = useChoices(word);
  const mine = conversation.assigneeId === me.personId;
  const face = (person: Pick<Person, 'id' | 'name' | 'avatarUrl'>) => (
    <PersonFace person={person} size={24} />
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
              icon={face(person)}
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

type Props = { conversation: Conversation; actions: Actions; onDone: () => void };

/** Whom it can be given to: found by typing, chosen by arrows and Enter or by a click. */
export function AssignList({ conversation, actions, onDone }: Props) {
  const { t } = useTranslation('conversations');
  const [word, setWord] = useState('');
  const manages = useMay('conversations.manage');
  const combobox = useCombobox({ opened: true });
  const label = t(manages ? 'assign.search' : 'assign.label');
  const choose = (value: string) => {
    onDone();
    if (value === nobody) return void actions.assign({ assigneeId: null });
    if (value.startsWith(toPerson)) return void actions.assign({ assigneeId: value.slice(toPerson.length) });
    const id = value.slice(toTeam.length);
    void actions.assign({ teamId: id === conversation.teamId ? null : id });
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          size="sm"
          mb={6}
          value={word}
          aria-label={label}
          placeholder={manages ? label : undefined}
          onChange={(event) => {
            setWord(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.EventsTarget>
      <Choices conversation={conversation} word={word} />
      <Button
        fullWidth
        mt={6}
        size="compact-md"
        variant="light"
        leftSection={<IconTransfer size={16} aria-hidden />}
        onClick={() => {
          onDone();
          openTransfer(conversation.id);
        }}
      >
        {t('header.transfer')}
      </Button>
    </Combobox>
  );
}
