import type { Locale } from '@meada/contract/primitives';
import type { SegmentGroup, SegmentKind, SegmentLeaf, SegmentOption } from '@meada/contract/segments';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../api/queries.ts';
import { useAddressWords } from '../ui/address.ts';
import { moneyOf } from '../ui/money.ts';
import { isGroup } from './queries.ts';

export type Kinds = readonly SegmentKind[];
export const kindOf = (kinds: Kinds, name: string): SegmentKind | undefined =>
  kinds.find(({ kind }) => kind === name);

/** Options a leaf chooses from: those of what it is narrowed to, or of its kind. */
export function optionsOf(kinds: Kinds, leaf: SegmentLeaf): readonly SegmentOption[] {
  const kind = kindOf(kinds, leaf.kind);
  return kind && kind.of.length > 0
    ? (kind.of.find(({ name }) => name === leaf.of)?.options ?? [])
    : (kind?.options ?? []);
}
/** What an operator is compared with. */
export const inputOf = (kinds: Kinds, leaf: SegmentLeaf): string =>
  kindOf(kinds, leaf.kind)?.is.find(({ name }) => name === leaf.is)?.input ?? 'none';

/** Currency of a bound: the field's own, the one that is said, else what most of the firm's money is in. */
export const currencyOf = (kinds: Kinds, leaf: SegmentLeaf): string =>
  kindOf(kinds, leaf.kind)?.of.find(({ name }) => name === leaf.of)?.currency ?? leaf.currency ?? 'BRL';

/** Whether a leaf says all that it must. */
export function isComplete(kinds: Kinds, leaf: SegmentLeaf): boolean {
  const kind = kindOf(kinds, leaf.kind);
  if (!kind || (kind.of.length > 0 && !leaf.of)) return false;
  if (inputOf(kinds, leaf) === 'none') return true;
  const { value } = leaf;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
}

/** What a channel is called. */
function useChannelNames(): (id: string) => string {
  const { i18n } = useTranslation();
  const channels = useChannels();
  return (id) => {
    const found = channels.find((one) => one.id === id)?.name;
    return typeof found === 'string' ? found : (found?.[i18n.language as Locale] ?? id);
  };
}

/** Words for kinds, options and whole trees, in the reader's language. */
export function useSegmentWords() {
  const { t, i18n } = useTranslation('segments');
  const { kindOf: addressKind } = useAddressWords();
  const channelName = useChannelNames();
  const month = (number: string): string =>
    new Intl.DateTimeFormat(i18n.language, { month: 'long' }).format(new Date(2024, Number(number) - 1, 15));
  const option = (kind: string, { name, label }: SegmentOption): string => {
    if (label) return label;
    if (kind === 'customer.birthday') return month(name);
    if (kind === 'customer.address') return addressKind(name);
    if (kind === 'conversation.channel') return channelName(name);
    return t(`option.${kind.replaceAll('.', '_')}.${name}`, { defaultValue: name });
  };
  const kind = (name: string): string => t(`kind.${name.replaceAll('.', '_')}`, { defaultValue: name });
  const is = (name: string): string => t(`is.${name}`, { defaultValue: name });

  const valueWords = (kinds: Kinds, leaf: SegmentLeaf): string => {
    const input = inputOf(kinds, leaf);
    const { value } = leaf;
    if (input === 'none' || value === undefined) return '';
    if (input === 'money')
      return moneyOf({ minor: Number(value), currency: currencyOf(kinds, leaf) }, i18n.language);
    if (input === 'days') return t('unit.days', { count: Number(value) });
    if (input === 'hours') return t('unit.hours', { count: Number(value) });
    if (input === 'customer') return t('oneCompany');
    if (!input.startsWith('option')) return typeof value === 'string' ? `“${value}”` : String(value);
    const options = optionsOf(kinds, leaf);
    const named = (Array.isArray(value) ? value : [String(value)]).map((name) =>
      option(leaf.kind, options.find((one) => one.name === name) ?? { name, label: '' }),
    );
    return new Intl.ListFormat(i18n.language, { type: 'disjunction' }).format(named);
  };
  const leafWords = (kinds: Kinds, leaf: SegmentLeaf): string => {
    const of = kindOf(kinds, leaf.kind)?.of.find(({ name }) => name === leaf.of);
    const what = of ? option(leaf.kind, of) : kind(leaf.kind);
    const when = leaf.days ? t('within', { count: leaf.days }) : '';
    return [what, is(leaf.is), valueWords(kinds, leaf), when].filter(Boolean).join(' ');
  };
  const sentence = (kinds: Kinds, group: SegmentGroup): string => {
    const parts = group.of.map((node) =>
      isGroup(node) ? `(${sentence(kinds, node)})` : leafWords(kinds, node),
    );
    if (parts.length === 0) return t(group.match === 'any' ? 'nobody' : 'everybody');
    const type = group.match === 'all' ? 'conjunction' : 'disjunction';
    const joined = new Intl.ListFormat(i18n.language, { type }).format(parts);
    return group.match === 'none' ? t('notThat', { what: joined }) : joined;
  };
  return { option, kind, is, sentence };
}
