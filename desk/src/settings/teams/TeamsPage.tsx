import { MultiSelect, TextInput } from '@mantine/core';
import { changeTeam, createTeam, deleteTeam, type Person, type Team } from '@meada/contract/routes/people';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { teamsQuery, useMay, usePeople } from '../../api/queries.ts';
import { PersonFace } from '../../ui/PersonFace.tsx';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import kit from '../kit/kit.module.css';
import { ListPage } from '../kit/ListPage.tsx';
import { refresh } from '../queries.ts';

function TeamDialog({ item: team, onClose }: { item: Team | null; onClose(): void }) {
  const { t } = useTranslation('settings');
  const people = usePeople();
  const saved = useSavedForm({
    values: { name: team?.name ?? '', memberIds: team?.memberIds ?? [] },
    done: t('kit.saved'),
    save: async (body) => {
      await (team ? call(changeTeam, { params: { id: team.id }, body }) : call(createTeam, { body }));
      await refresh(keys.teams, keys.people, keys.me);
      onClose();
    },
  });
  const { register, control, formState } = saved.form;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={team ? t('teams.change') : t('list.teams.add')}
      saved={saved}
      action={t('save')}
    >
      <TextInput
        label={t('teams.name')}
        required
        withAsterisk
        data-autofocus
        maxLength={80}
        error={formState.errors.name?.message}
        {...register('name', { required: t('fieldProblem.required') })}
      />
      <Controller
        control={control}
        name="memberIds"
        render={({ field: { ref: _ref, ...field }, fieldState }) => (
          <MultiSelect
            {...field}
            label={t('teams.members')}
            placeholder={field.value.length === 0 ? t('teams.choose') : undefined}
            error={fieldState.error?.message}
            mt="md"
            searchable
            clearable
            data={people
              .filter((person) => person.active || field.value.includes(person.id))
              .map((person) => ({ value: person.id, label: person.name }))}
          />
        )}
      />
    </FormDialog>
  );
}

/** Members with their faces; the rest of a large team as a number. */
const facesAtMost = 12;
function Members({ people }: { people: Person[] }) {
  return (
    <ul className={kit.chips}>
      {people.slice(0, facesAtMost).map((person) => (
        <li key={person.id}>
          <PersonFace person={person} size={24} />
          {person.name}
        </li>
      ))}
      {people.length > facesAtMost ? <li>+{people.length - facesAtMost}</li> : null}
    </ul>
  );
}

/** Groups of people conversations can be given to. */
export function TeamsPage() {
  const { t } = useTranslation('settings');
  const people = usePeople();
  const membersOf = (team: Team) => people.filter((person) => team.memberIds.includes(person.id));
  return (
    <ListPage<Team>
      page="teams"
      icon={IconUsersGroup}
      list={useQuery(teamsQuery)}
      manages={useMay('teams.manage')}
      nameOf={(team) => team.name}
      row={(team) => {
        const members = membersOf(team);
        return {
          text: members.length === 0 ? t('teams.empty') : null,
          more: members.length > 0 ? <Members people={members} /> : null,
        };
      }}
      meaning={(team) =>
        team.memberIds.length === 0
          ? t('teams.deleteEmptyText')
          : `${t('teams.deleteMembers', { count: team.memberIds.length })} ${t('list.teams.deleteText')}`
      }
      form={TeamDialog}
      remove={async (team) => {
        await call(deleteTeam, { params: { id: team.id } });
        await refresh(keys.teams, keys.people, keys.me);
        return undefined;
      }}
    />
  );
}
