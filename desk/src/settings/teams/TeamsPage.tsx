import { ActionIcon, Button, MultiSelect, TextInput } from '@mantine/core';
import { changeTeam, createTeam, deleteTeam, type Team } from '@meada/contract/routes/people';
import { IconPlus, IconTrash, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { teamsQuery, useMay, usePeople } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

function TeamDialog({ team, onClose }: { team: Team | null; onClose(): void }) {
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
      title={team ? t('teams.change') : t('teams.add')}
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

function TeamRow({ team, onEdit, onDelete }: { team: Team; onEdit: (() => void) | null; onDelete(): void }) {
  const { t } = useTranslation('settings');
  const people = usePeople();
  const members = people.filter((person) => team.memberIds.includes(person.id)).map((person) => person.name);
  return (
    <Row
      start={<IconUsersGroup size={22} stroke={1.5} aria-hidden />}
      title={team.name}
      text={members.length > 0 ? members.join(', ') : t('teams.empty')}
      end={
        onEdit ? (
          <>
            <Button
              variant="default"
              size="xs"
              onClick={onEdit}
              aria-label={`${t('kit.edit')}: ${team.name}`}
            >
              {t('kit.edit')}
            </Button>
            <ActionIcon
              variant="subtle"
              color="gray"
              c="var(--ink-soft)"
              onClick={onDelete}
              aria-label={`${t('teams.delete')}: ${team.name}`}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </>
        ) : null
      }
    />
  );
}

/** Groups of people conversations can be given to. */
export function TeamsPage() {
  const { t } = useTranslation('settings');
  const manages = useMay('teams.manage');
  const { data, error, refetch } = useQuery(teamsQuery);
  const [edited, setEdited] = useState<Team | 'new' | null>(null);
  const { ask, dialog } = useConfirm();
  const remove = async (team: Team) => {
    await call(deleteTeam, { params: { id: team.id } });
    await refresh(keys.teams, keys.people, keys.me);
    say(t('teams.deleted'));
  };
  const add = manages ? (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setEdited('new')}>
      {t('teams.add')}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title={t('page.teams')} text={t('teams.text')}>
        {data?.length ? add : null}
      </PageHeader>
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={3} /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={IconUsersGroup} title={t('teams.none.title')} text={t('teams.none.text')}>
          {add}
        </EmptyState>
      ) : null}
      {data?.length ? (
        <Section>
          <Rows label={t('page.teams')}>
            {data.map((team) => (
              <TeamRow
                key={team.id}
                team={team}
                onEdit={manages ? () => setEdited(team) : null}
                onDelete={() =>
                  ask({
                    title: t('teams.deleteTitle', { name: team.name }),
                    text: t('teams.deleteText'),
                    action: t('teams.delete'),
                    danger: true,
                    act: () => remove(team),
                  })
                }
              />
            ))}
          </Rows>
        </Section>
      ) : null}
      {edited ? <TeamDialog team={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
      {dialog}
    </>
  );
}
