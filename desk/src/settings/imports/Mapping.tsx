import { Button, Select, TextInput } from '@mantine/core';
import { factKinds } from '@meada/contract/routes/facts';
import {
  type ColumnTarget,
  type Import,
  type ImportOptions,
  importTargets,
  mapImport,
  saveMapping,
} from '@meada/contract/routes/imports';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { complain, say } from '../../ui/toast.ts';
import { Section } from '../kit/Section.tsx';
import { useFields } from './fields.ts';
import classes from './imports.module.css';
import { Options } from './Options.tsx';
import { keepImport, numbered } from './queries.ts';

/** Groups of what a column can be, in the order people look for them. */
const groups: readonly (readonly [name: string, targets: readonly ColumnTarget[]])[] = [
  ['who', ['name', 'given', 'surname', 'kind', 'birth_date', 'company', 'company_role', 'language']],
  ['contact', ['email', 'phone', 'cpf', 'cnpj', 'document', 'loyalty']],
  ['place', ['street', 'number', 'complement', 'district', 'city', 'region', 'postal_code', 'country']],
  ['rest', ['labels', 'note', 'new', 'ignore']],
];

function useTargets() {
  const { t } = useTranslation('imports');
  const fields = useFields();
  const known = new Set<string>(importTargets);
  const data = groups.map(([name, targets]) => ({
    group: t(`group.${name}`),
    items: targets
      .filter((target) => target === 'new' || known.has(target))
      .map((target) => ({ value: target as string, label: t(`target.${target}`) })),
  }));
  data.push({
    group: t('group.facts'),
    items: factKinds.map((kind) => ({ value: `fact:${kind}`, label: t(`fact.${kind}`) })),
  });
  if (fields.length > 0)
    data.push({
      group: t('group.fields'),
      items: fields.map((field) => ({ value: `field:${field.name}`, label: field.label })),
    });
  return data;
}

type Props = { one: Import; onCheck: () => Promise<void> };

/** What each column is, beside what stands in it; then the dry run. */
export function Mapping({ one, onCheck }: Props) {
  const { t } = useTranslation('imports');
  const client = useQueryClient();
  const targets = useTargets();
  const [mapping, setMapping] = useState<ColumnTarget[]>(one.mapping);
  const [options, setOptions] = useState<ImportOptions>(one.options);
  const [busy, setBusy] = useState(false);
  const [name, setName] = useState('');
  const send = async (then?: () => Promise<unknown>) => {
    setBusy(true);
    try {
      const changed = await call(mapImport, { params: { id: one.id }, body: { mapping, options } });
      keepImport(client, changed as Import);
      await then?.();
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  const keep = () =>
    send(async () => {
      await call(saveMapping, { body: { importId: one.id, name: name.trim() } });
      await client.invalidateQueries({ queryKey: ['importMappings'] });
      setName('');
      say(t('mappingSaved'));
    });
  return (
    <Section title={t('columns')} text={t('columnsText')}>
      <ul className={classes.list} aria-label={t('columns')}>
        {numbered(one.columns).map((column) => (
          <li
            key={column.place}
            className={classes.column}
            data-ignored={mapping[column.place] === 'ignore' || undefined}
          >
            <span className={classes.source}>
              <b>{column.header}</b>
              <small>{column.samples.slice(0, 3).join(' · ') || t('noSamples')}</small>
            </span>
            <Select
              aria-label={t('isWhat', { column: column.header })}
              data={targets}
              value={mapping[column.place] ?? 'ignore'}
              allowDeselect={false}
              searchable
              nothingFoundMessage={t('settings:kit.nothing')}
              onChange={(value) =>
                setMapping(mapping.map((own, at) => (at === column.place ? (value as ColumnTarget) : own)))
              }
            />
          </li>
        ))}
      </ul>
      <Options options={options} onChange={setOptions} />
      <div className={classes.foot}>
        <TextInput
          value={name}
          maxLength={80}
          placeholder={t('mappingName')}
          aria-label={t('mappingName')}
          onChange={(event) => setName(event.currentTarget.value)}
          rightSectionWidth={124}
          rightSection={
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconDeviceFloppy size={15} />}
              disabled={name.trim() === '' || busy}
              onClick={() => void keep()}
            >
              {t('keep')}
            </Button>
          }
        />
        <Button loading={busy} onClick={() => void send(onCheck)}>
          {t('check')}
        </Button>
      </div>
    </Section>
  );
}
