import { MultiSelect, Select } from '@mantine/core';
import type { Role, Visibility } from '@meada/contract/permissions';
import { type Control, Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useMe, useTeams } from '../../api/queries.ts';
import { reaches, roles, visibilities } from './choices.ts';

export type Access = { role: Role; visibility: Visibility; teamIds: string[] };

/** Role, visibility and teams: the same three questions for an invitation and for a person. */
export function AccessFields({ control }: { control: Control<Access> }) {
  const { t } = useTranslation('settings');
  const me = useMe();
  const teams = useTeams();
  const offered = roles.filter((role) => reaches(me.role, role));
  return (
    <>
      <Controller
        control={control}
        name="role"
        render={({ field: { ref: _ref, onChange, ...field }, fieldState }) => (
          <Select
            {...field}
            onChange={(value) => value && onChange(value)}
            label={t('people.role')}
            description={t(`roleText.${field.value}`)}
            error={fieldState.error?.message}
            allowDeselect={false}
            mt="md"
            data={offered.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          />
        )}
      />
      <Controller
        control={control}
        name="visibility"
        render={({ field: { ref: _ref, onChange, ...field }, fieldState }) => (
          <Select
            {...field}
            onChange={(value) => value && onChange(value)}
            label={t('people.sees')}
            description={t(`visibilityText.${field.value}`)}
            error={fieldState.error?.message}
            allowDeselect={false}
            mt="md"
            data={visibilities.map((one) => ({ value: one, label: t(`visibility.${one}`) }))}
          />
        )}
      />
      <Controller
        control={control}
        name="teamIds"
        render={({ field: { ref: _ref, ...field }, fieldState }) => (
          <MultiSelect
            {...field}
            label={t('people.teams')}
            placeholder={field.value.length === 0 ? t('people.noTeams') : undefined}
            error={fieldState.error?.message}
            mt="md"
            clearable
            searchable
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
          />
        )}
      />
    </>
  );
}
