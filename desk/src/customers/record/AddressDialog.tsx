import { Loader, Select, Switch, TextInput } from '@mantine/core';
import { addPostal, changePostal, type PostalAddress, type PostalInput } from '@meada/contract/routes/postal';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormDialog } from '../../settings/kit/Dialog.tsx';
import { type SavedForm, useSavedForm } from '../../settings/kit/form.tsx';
import { renew } from './queries.ts';
import classes from './record.module.css';
import { useCep } from './useCep.ts';

const kinds = ['home', 'work', 'delivery', 'billing', 'other'] as const;
const countries = ['BR', 'AR', 'BO', 'CL', 'CO', 'EC', 'ES', 'MX', 'PE', 'PT', 'PY', 'US', 'UY', 'VE'];
const states = 'AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO'.split(' ');
const blank: Required<PostalInput> = {
  kind: 'home',
  country: 'BR',
  postalCode: '',
  street: '',
  number: '',
  complement: '',
  district: '',
  city: '',
  region: '',
  cityCode: null,
  recipient: '',
  note: '',
  preferred: false,
};
const texts = ['street', 'number', 'complement', 'district', 'city'] as const;
const longest = { street: 200, number: 20, complement: 120, district: 120, city: 120 };

const inputOf = (address: PostalAddress): Required<PostalInput> => {
  const { id: _i, lines: _l, source: _s, updatedAt: _u, ...input } = address;
  return input;
};

type RegionProps = { saved: SavedForm<Required<PostalInput>>; isBrazil: boolean };

/** One of Brazil's states, or whatever a country has. */
function Region({ saved, isBrazil }: RegionProps) {
  const { t } = useTranslation('record');
  const { control, register } = saved.form;
  if (!isBrazil) return <TextInput label={t('address.region')} maxLength={80} {...register('region')} />;
  return (
    <Controller
      control={control}
      name="region"
      render={({ field: { ref: _ref, ...field }, fieldState }) => (
        <Select
          {...field}
          value={field.value || null}
          onChange={(value) => field.onChange(value ?? '')}
          label={t('address.state')}
          searchable
          clearable
          data={states}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}

type Props = { customerId: string; address: PostalAddress | null; onClose(): void };

/** A postal address in the way of its country; a CEP fills in what it tells, where the firm has chosen whom to ask. */
export function AddressDialog({ customerId, address, onClose }: Props) {
  const { t, i18n } = useTranslation('record');
  const [values] = useState(() => (address ? inputOf(address) : blank));
  const saved = useSavedForm<Required<PostalInput>>({
    values,
    done: t('saved'),
    renamed: Object.fromEntries(Object.keys(blank).map((name) => [`body.${name}`, name])),
    save: async (body) => {
      const params = { id: customerId };
      await (address
        ? call(changePostal, { params: { ...params, addressId: address.id }, body })
        : call(addPostal, { params, body }));
      await renew(customerId);
      onClose();
    },
  });
  const { register, control, formState, watch } = saved.form;
  const isBrazil = watch('country') === 'BR';
  const cep = useCep(saved, values.postalCode);
  const names = new Intl.DisplayNames(i18n.language, { type: 'region' });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t(address ? 'address.change' : 'address.add')}
      saved={saved}
      action={t('save')}
    >
      <div className={classes.address}>
        <Controller
          control={control}
          name="kind"
          render={({ field: { ref: _ref, ...field } }) => (
            <Select
              {...field}
              label={t('address.kind')}
              allowDeselect={false}
              data={kinds.map((one) => ({ value: one, label: t(`address.${one}`) }))}
            />
          )}
        />
        <Controller
          control={control}
          name="country"
          render={({ field: { ref: _ref, ...field } }) => (
            <Select
              {...field}
              label={t('address.country')}
              allowDeselect={false}
              searchable
              data={[...new Set([...countries, field.value ?? 'BR'])].map((one) => ({
                value: one,
                label: names.of(one) ?? one,
              }))}
            />
          )}
        />
        <TextInput
          label={t(isBrazil ? 'address.cep' : 'address.postalCode')}
          maxLength={16}
          inputMode={isBrazil ? 'numeric' : 'text'}
          data-autofocus
          rightSection={cep.state === 'asking' ? <Loader size={16} aria-label={t('address.asking')} /> : null}
          description={cep.state === 'unknown' ? t('address.unknown') : undefined}
          error={formState.errors.postalCode?.message}
          {...register('postalCode', {
            onChange: (event) => void (isBrazil && cep.look(event.target.value)),
          })}
        />
        <Region saved={saved} isBrazil={isBrazil} />
        {texts.map((name) => (
          <TextInput
            key={name}
            className={name === 'street' ? classes.wide : undefined}
            label={t(`address.${name}`)}
            maxLength={longest[name]}
            error={formState.errors[name]?.message}
            {...register(name)}
          />
        ))}
        <TextInput label={t('address.recipient')} maxLength={200} {...register('recipient')} />
        <TextInput
          className={classes.wide}
          label={t('address.note')}
          placeholder={t('address.noteHint')}
          maxLength={300}
          {...register('note')}
        />
        <Controller
          control={control}
          name="preferred"
          render={({ field }) => (
            <Switch
              className={classes.wide}
              label={t('address.preferred')}
              checked={field.value ?? false}
              onChange={(event) => field.onChange(event.currentTarget.checked)}
            />
          )}
        />
      </div>
    </FormDialog>
  );
}
