import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { decimalsOf, minorOf, minorUnits } from './money.ts';

/** The most an amount may be, in minor units: exact as a number, and as the contract has it. */
const most = 9_000_000_000_000;

type Props = Omit<NumberInputProps, 'value' | 'onChange'> & {
  /** Minor units; null: nothing is said. */
  value: number | null;
  currency: string;
  onChange(minor: number | null): void;
};

/** An amount of a currency, with the decimal places it has and the signs of the reader's language. */
export function MoneyInput({ value, currency, onChange, ...rest }: Props) {
  const { i18n } = useTranslation();
  const comma = i18n.language !== 'en';
  const units = minorUnits(currency);
  return (
    <NumberInput
      {...rest}
      // Another currency has other decimal places: the field begins anew.
      key={currency}
      min={0}
      max={most / units}
      decimalScale={decimalsOf(currency)}
      decimalSeparator={comma ? ',' : '.'}
      thousandSeparator={comma ? '.' : ','}
      fixedDecimalScale
      hideControls
      value={value === null ? '' : value / units}
      onChange={(next) => onChange(next === '' ? null : minorOf(Number(next), currency))}
    />
  );
}

/** The same amount in another currency, as it was typed: 10.50 stays 10.50, 10 where there is nothing behind the point. */
export const inCurrency = (minor: number, from: string, to: string): number =>
  minorOf(minor / minorUnits(from), to);
