import { MultiSelect, Radio, Select } from '@mantine/core';
import type { ImportOptions } from '@meada/contract/routes/imports';
import { useTranslation } from 'react-i18next';
import { useLabels } from '../../api/queries.ts';
import classes from './imports.module.css';

type Props = { options: ImportOptions; onChange: (options: ImportOptions) => void };
const known = ['fill', 'overwrite', 'leave'] as const;
const kinds = ['human', 'company'] as const;
const days = ['dmy', 'mdy', 'ymd'] as const;

/** Whom the firm knows already, whether they are people or companies, how days are written, labels for everybody of the list. */
export function Options({ options, onChange }: Props) {
  const { t } = useTranslation('imports');
  const labels = useLabels();
  return (
    <div className={classes.options}>
      <Radio.Group
        label={t('known.label')}
        value={options.known}
        onChange={(value) => onChange({ ...options, known: value as ImportOptions['known'] })}
      >
        {known.map((one) => (
          <Radio key={one} value={one} label={t(`known.${one}`)} mt={8} />
        ))}
      </Radio.Group>
      <Radio.Group
        label={t('kind.label')}
        value={options.kind}
        onChange={(value) => onChange({ ...options, kind: value as ImportOptions['kind'] })}
      >
        {kinds.map((one) => (
          <Radio key={one} value={one} label={t(`kind.${one}`)} mt={8} />
        ))}
      </Radio.Group>
      <Select
        label={t('days.label')}
        data={days.map((one) => ({ value: one, label: t(`days.${one}`) }))}
        value={options.days}
        allowDeselect={false}
        onChange={(value) => onChange({ ...options, days: value as ImportOptions['days'] })}
      />
      {labels.length > 0 ? (
        <MultiSelect
          label={t('labelsAll')}
          data={labels.map(({ id, name }) => ({ value: id, label: name }))}
          value={options.labelIds}
          clearable
          searchable
          onChange={(labelIds) => onChange({ ...options, labelIds })}
        />
      ) : null}
    </div>
  );
}
