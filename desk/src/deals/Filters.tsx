import { Button, Select, Switch, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabels, usePeople } from '../api/queries.ts';
import page from '../ui/Page.module.css';
import classes from './deals.module.css';
import { type DealFilters, isNarrowed, pipelinesQuery } from './queries.ts';

type Props = {
  filters: DealFilters;
  words: string;
  field: RefObject<HTMLInputElement | null>;
  onWords(words: string): void;
  onChange(filters: DealFilters): void;
};

/** Pipeline, words, owner, label, days. */
export function Filters({ filters, words, field, onWords, onChange }: Props) {
  const { t } = useTranslation('deals');
  const pipelines = (useQuery(pipelinesQuery).data ?? []).filter(({ archived }) => !archived);
  const people = usePeople();
  const labels = useLabels();
  const [open, setOpen] = useState(false);
  const set = (some: Partial<DealFilters>) => onChange({ ...filters, ...some });
  const narrowed = isNarrowed({ ...filters, query: words.trim() || undefined });
  return (
    <div className={`${page.filters} ${classes.filters}`}>
      {pipelines.length > 1 ? (
        <Select
          aria-label={t('filter.pipeline')}
          allowDeselect={false}
          data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
          value={filters.pipelineId ?? pipelines[0]?.id ?? null}
          onChange={(pipelineId) => set({ pipelineId: pipelineId ?? undefined })}
        />
      ) : null}
      <TextInput
        ref={field}
        className={classes.words}
        aria-label={t('filter.words')}
        placeholder={t('filter.words')}
        maxLength={200}
        value={words}
        onChange={(event) => onWords(event.currentTarget.value)}
      />
      <Button
        className={classes.moreButton}
        variant="default"
        aria-expanded={open}
        leftSection={<IconFilter size={17} />}
        onClick={() => setOpen(!open)}
      >
        {t('filter.more')}
      </Button>
      <div className={classes.more} data-open={open || undefined}>
        <Select
          aria-label={t('field.owner')}
          placeholder={t('filter.owner')}
          clearable
          searchable={people.length > 8}
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={filters.ownerId ?? null}
          onChange={(ownerId) => set({ ownerId: ownerId ?? undefined })}
        />
        {labels.length > 0 ? (
          <Select
            aria-label={t('field.labels')}
            placeholder={t('filter.label')}
            clearable
            searchable={labels.length > 8}
            data={labels.map(({ id, name }) => ({ value: id, label: name }))}
            value={filters.labelId ?? null}
            onChange={(labelId) => set({ labelId: labelId ?? undefined })}
          />
        ) : null}
        <fieldset className={classes.dates}>
          <legend className="visually-hidden">{t('filter.days')}</legend>
          <span aria-hidden>{t('filter.days')}</span>
          <TextInput
            type="date"
            aria-label={t('filter.from')}
            max={filters.to}
            value={filters.from ?? ''}
            onChange={(event) => set({ from: event.currentTarget.value || undefined })}
          />
          <span aria-hidden>{t('filter.until')}</span>
          <TextInput
            type="date"
            aria-label={t('filter.to')}
            min={filters.from}
            value={filters.to ?? ''}
            onChange={(event) => set({ to: event.currentTarget.value || undefined })}
          />
        </fieldset>
        <Switch
          label={t('filter.overdue')}
          checked={filters.overdue === 'true'}
          onChange={(event) => set({ overdue: event.currentTarget.checked ? 'true' : undefined })}
        />
      </div>
      {narrowed ? (
        <Button
          variant="subtle"
          onClick={() => {
            onWords('');
            onChange({ pipelineId: filters.pipelineId });
          }}
        >
          {t('filter.clear')}
        </Button>
      ) : null}
    </div>
  );
}
