import { ActionIcon, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import type { SegmentKind, SegmentLeaf } from '@meada/contract/segments';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CustomerSelect } from '../deals/CustomerSelect.tsx';
import { CurrencySelect } from '../ui/CurrencySelect.tsx';
import { inCurrency, MoneyInput } from '../ui/MoneyInput.tsx';
import classes from './segments.module.css';
import { currencyOf, inputOf, type Kinds, kindOf, optionsOf, useSegmentWords } from './words.ts';

type Props = { leaf: SegmentLeaf; kinds: Kinds; onChange(leaf: SegmentLeaf): void; onRemove(): void };

/** A leaf of a kind as it begins. */
export function leafOf(kind: SegmentKind, of?: string): SegmentLeaf {
  const narrowed = kind.of.find(({ name }) => name === of) ?? kind.of[0];
  const is = (narrowed ? kind.is.find(({ name }) => narrowed.is.includes(name)) : kind.is[0])?.name ?? '';
  return { kind: kind.kind, is, ...(narrowed ? { of: narrowed.name } : {}) };
}

/** What a condition is compared with, by what its operator wants. */
function Value({ leaf, kinds, onChange }: Omit<Props, 'onRemove'>) {
  const { t } = useTranslation('segments');
  const words = useSegmentWords();
  const input = inputOf(kinds, leaf);
  const { value } = leaf;
  const set = (next: SegmentLeaf['value'] | null) => {
    const { value: _, ...rest } = leaf;
    onChange(next === null || next === '' ? rest : { ...rest, value: next as NonNullable<typeof next> });
  };
  const common = { className: classes.value, 'aria-label': t('value') };
  const options = optionsOf(kinds, leaf).map((one) => ({
    value: one.name,
    label: words.option(leaf.kind, one),
  }));
  if (input === 'none') return null;
  if (input === 'options')
    return (
      <MultiSelect
        {...common}
        searchable={options.length > 8}
        placeholder={Array.isArray(value) && value.length > 0 ? undefined : t('choose')}
        data={options}
        value={Array.isArray(value) ? value : []}
        onChange={set}
      />
    );
  if (input === 'option')
    return (
      <Select
        {...common}
        data={options}
        placeholder={t('choose')}
        value={typeof value === 'string' ? value : null}
        onChange={set}
      />
    );
  if (input === 'customer')
    return (
      <div className={classes.value}>
        <CustomerSelect
          bare
          label={t('chooseCompany')}
          kind="company"
          value={typeof value === 'string' ? value : null}
          onChange={set}
        />
      </div>
    );
  if (input === 'text' || input === 'day')
    return (
      <TextInput
        {...common}
        type={input === 'day' ? 'date' : 'text'}
        maxLength={200}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => set(event.currentTarget.value)}
      />
    );
  if (input === 'money') return <Amount leaf={leaf} kinds={kinds} onChange={onChange} />;
  return (
    <NumberInput
      {...common}
      hideControls
      min={input === 'number' ? undefined : 0}
      max={input === 'days' ? 36_500 : 1e12}
      decimalScale={input === 'number' ? 4 : 0}
      suffix={input === 'days' || input === 'hours' ? ` ${t(`unitOf.${input}`)}` : undefined}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => set(next === '' ? null : Number(next))}
    />
  );
}

/** An amount: of a field in its currency, of sums in one that is chosen. */
function Amount({ leaf, kinds, onChange }: Omit<Props, 'onRemove'>) {
  const { t } = useTranslation('segments');
  const currency = currencyOf(kinds, leaf);
  const priced = kindOf(kinds, leaf.kind)?.priced ?? false;
  const minor = typeof leaf.value === 'number' ? leaf.value : null;
  const put = (value: number | null, said: string) => {
    const { value: _, currency: __, ...rest } = leaf;
    onChange({ ...rest, ...(value === null ? {} : { value }), ...(priced ? { currency: said } : {}) });
  };
  return (
    <div className={classes.amount}>
      <MoneyInput
        aria-label={t('value')}
        currency={currency}
        value={minor}
        leftSection={priced ? undefined : <span className={classes.soft}>{currency}</span>}
        onChange={(next) => put(next, currency)}
      />
      {priced ? (
        <CurrencySelect
          aria-label={t('currency')}
          value={currency}
          onChange={(next) => put(minor === null ? null : inCurrency(minor, currency, next), next)}
        />
      ) : null}
    </div>
  );
}

/** One condition: what, how, and with what it is compared. */
export function Condition({ leaf, kinds, onChange, onRemove }: Props) {
  const { t } = useTranslation('segments');
  const words = useSegmentWords();
  const kind = kindOf(kinds, leaf.kind);
  const narrowed = kind?.of.find(({ name }) => name === leaf.of);
  const operators = (kind?.is ?? []).filter(({ name }) => !narrowed || narrowed.is.includes(name));
  const areas = [...new Set(kinds.map(({ area }) => area))];
  const inputBefore = inputOf(kinds, leaf);
  const setIs = (is: string | null) => {
    if (!is) return;
    const next = { ...leaf, is };
    const { value: _, ...bare } = next;
    onChange(inputOf(kinds, next) === inputBefore ? next : bare);
  };
  return (
    <div className={classes.condition}>
      <Select
        className={classes.kind}
        aria-label={t('what')}
        searchable
        allowDeselect={false}
        data={areas.map((area) => ({
          group: t(`area.${area}`),
          items: kinds
            .filter((one) => one.area === area && (one.of.length > 0 || one.kind !== 'field'))
            .map((one) => ({ value: one.kind, label: words.kind(one.kind) })),
        }))}
        value={leaf.kind}
        onChange={(name) => {
          const next = kindOf(kinds, name ?? '');
          if (next) onChange(leafOf(next));
        }}
      />
      {kind && kind.of.length > 0 ? (
        <Select
          className={classes.of}
          aria-label={t('which')}
          searchable={kind.of.length > 8}
          allowDeselect={false}
          data={kind.of.map((one) => ({ value: one.name, label: words.option(kind.kind, one) }))}
          value={leaf.of ?? null}
          onChange={(of) => of && onChange(leafOf(kind, of))}
        />
      ) : null}
      <Select
        className={classes.is}
        aria-label={t('how')}
        allowDeselect={false}
        data={operators.map(({ name }) => ({ value: name, label: words.is(name) }))}
        value={leaf.is}
        onChange={setIs}
      />
      <Value leaf={leaf} kinds={kinds} onChange={onChange} />
      {kind?.windowed ? (
        <NumberInput
          className={classes.window}
          aria-label={t('window')}
          placeholder={t('ever')}
          hideControls
          min={1}
          max={36_500}
          decimalScale={0}
          prefix={`${t('inLast')} `}
          suffix={` ${t('unitOf.days')}`}
          value={leaf.days ?? ''}
          onChange={(days) => {
            const { days: _, ...rest } = leaf;
            onChange(days === '' || Number(days) < 1 ? rest : { ...rest, days: Number(days) });
          }}
        />
      ) : null}
      <ActionIcon variant="subtle" color="gray" aria-label={t('remove')} onClick={onRemove}>
        <IconX size={17} />
      </ActionIcon>
    </div>
  );
}
