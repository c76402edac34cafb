import { Select, type SelectProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Those of the neighbourhood first; the rest is found by typing. */
const near = ['BRL', 'USD', 'EUR', 'ARS', 'CLP', 'COP', 'MXN', 'PEN', 'PYG', 'UYU'];

type Props = Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  value: string;
  onChange(currency: string): void;
};

/** A currency by its code or its name in the reader's language. */
export function CurrencySelect({ value, onChange, ...rest }: Props) {
  const { i18n } = useTranslation();
  const names = new Intl.DisplayNames(i18n.language, { type: 'currency' });
  const all = [...new Set([...near, value, ...Intl.supportedValuesOf('currency')])];
  return (
    <Select
      {...rest}
      searchable
      allowDeselect={false}
      limit={40}
      comboboxProps={{ width: 260, position: 'bottom-start' }}
      data={all.map((code) => ({ value: code, label: code }))}
      filter={({ options, search }) => {
        const wanted = search.trim().toLocaleLowerCase();
        return options.filter(
          (one) =>
            'value' in one &&
            `${one.value} ${names.of(one.value) ?? ''}`.toLocaleLowerCase().includes(wanted),
        );
      }}
      renderOption={({ option }) => (
        <span>
          <b>{option.value}</b> {names.of(option.value)}
        </span>
      )}
      value={value}
      onChange={(code) => code && onChange(code)}
    />
  );
}
