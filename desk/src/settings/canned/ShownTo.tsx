import { Autocomplete, Input, MultiSelect, SegmentedControl, Text } from '@mantine/core';
import type { ShownTo } from '@meada/contract/canned';
import { useTranslation } from 'react-i18next';
import { useMay, useTeams } from '../../api/queries.ts';

export type Shown = { folder: string; shownTo: ShownTo; teamIds: string[] };
type Props = { value: Shown; folders: readonly string[]; onChange(some: Partial<Shown>): void };

/** Who sees it, and in which folder it stands; without the right to make it for others it is one's own. */
export function ShownToFields({ value, folders, onChange }: Props) {
  const { t } = useTranslation('canned');
  const teams = useTeams();
  const manages = useMay('canned.manage');
  const known = [...new Set(folders.filter(Boolean))].sort((a, b) => a.localeCompare(b));
  return (
    <>
      <Autocomplete
        mt="md"
        label={t('folder')}
        placeholder={t('folderHint')}
        maxLength={60}
        data={known}
        value={value.folder}
        onChange={(folder) => onChange({ folder })}
      />
      <Input.Label component="span" display="block" mt="md" mb={4} id="shown-to">
        {t('shownTo.label')}
      </Input.Label>
      {manages ? (
        <SegmentedControl
          aria-labelledby="shown-to"
          data={(['all', 'teams', 'own'] as const).map((one) => ({ value: one, label: t(`shownTo.${one}`) }))}
          value={value.shownTo}
          onChange={(shownTo) => onChange({ shownTo: shownTo as ShownTo })}
        />
      ) : (
        <Text size="sm" c="dimmed">
          {t('shownTo.onlyYou')}
        </Text>
      )}
      {value.shownTo === 'teams' ? (
        <MultiSelect
          mt="sm"
          label={t('shownTo.teams')}
          required
          withAsterisk
          searchable
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={value.teamIds}
          onChange={(teamIds) => onChange({ teamIds })}
        />
      ) : null}
    </>
  );
}
