import { Select } from '@mantine/core';
import { listCustomers } from '@meada/contract/routes/customers';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { customerQuery } from '../customers/queries.ts';
import { useSettled } from '../ui/time.ts';

type Props = {
  label: string;
  value: string | null;
  onChange(id: string | null): void;
  kind?: 'company';
  required?: boolean;
  error?: string | undefined;
  bare?: boolean;
  /** Has the focus when the dialog opens. */
  first?: boolean;
};

/** One customer, found by name or address. */
export function CustomerSelect({ label, value, onChange, kind, required, error, bare, first }: Props) {
  const [words, setWords] = useState('');
  const wanted = useSettled(words.trim());
  const current = useQuery({ ...customerQuery(value ?? ''), enabled: value !== null }).data;
  const found = useQuery({
    queryKey: [...keys.customerList(wanted), 'select', kind],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call(listCustomers, { query: { query: wanted || undefined, kind, limit: 12 } }, { signal }),
  });
  const named = (one: { id: string; name: string | null; display: string }) => ({
    value: one.id,
    label: one.name ?? one.display,
  });
  const data = [...(current ? [named(current)] : []), ...(found.data?.items.map(named) ?? [])];
  return (
    <Select
      data-autofocus={first || undefined}
      {...(bare ? { 'aria-label': label, placeholder: label } : { label })}
      searchable
      clearable={!required}
      withAsterisk={required ?? false}
      error={error}
      filter={({ options }) => options}
      data={[...new Map(data.map((one) => [one.value, one])).values()]}
      value={value}
      onSearchChange={(text) => setWords(text === current?.name ? '' : text)}
      onChange={onChange}
    />
  );
}
