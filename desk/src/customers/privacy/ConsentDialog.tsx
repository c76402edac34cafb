import { SegmentedControl, Select, Textarea } from '@mantine/core';
import { type ConsentStanding, recordConsent } from '@meada/contract/routes/customer-consents';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { FormDialog } from '../../settings/kit/Dialog.tsx';
import { useSavedForm } from '../../settings/kit/form.tsx';
import { refresh } from '../../settings/queries.ts';
import { useWords } from './useWords.ts';

type Props = { id: string; standing: ConsentStanding[]; onClose(): void };
const everything = '*';

/** Writes down what a customer said, with the proof. */
export function ConsentDialog({ id, standing, onClose }: Props) {
  const { t } = useTranslation('privacy');
  const name = useWords();
  const saved = useSavedForm({
    values: { state: 'withdrawn' as 'given' | 'withdrawn', purpose: 'marketing', shown: '', note: '' },
    done: t('consent.saved'),
    save: async ({ state, purpose, shown, note }) => {
      await call(recordConsent, {
        params: { id },
        body: {
          state,
          purpose: purpose === everything ? null : purpose,
          shown: shown || null,
          note: note || null,
        },
      });
      await refresh(['customer', id, 'consents']);
      onClose();
    },
  });
  const { register, control, watch, formState } = saved.form;
  const isGiven = watch('state') === 'given';
  const fit = standing.filter(
    ({ purpose }) => isGiven || ['consent', 'legitimate_interest'].includes(purpose.basis),
  );
  const data = [
    ...fit.map(({ purpose }) => ({ value: purpose.name, label: name(purpose) })),
    ...(isGiven ? [] : [{ value: everything, label: name(null) }]),
  ];
  return (
    <FormDialog opened onClose={onClose} title={t('consent.dialog')} saved={saved} action={t('save')}>
      <Controller
        control={control}
        name="state"
        render={({ field: { ref: _ref, ...field } }) => (
          <SegmentedControl
            {...field}
            fullWidth
            data={[
              { value: 'withdrawn', label: t('consent.withdraw') },
              { value: 'given', label: t('consent.give') },
            ]}
          />
        )}
      />
      <Controller
        control={control}
        name="purpose"
        render={({ field: { ref: _ref, ...field } }) => (
          <Select {...field} mt="md" label={t('consent.purpose')} allowDeselect={false} data={data} />
        )}
      />
      {isGiven ? (
        <Textarea
          label={t('consent.shown')}
          description={t('consent.shownHelp')}
          mt="md"
          autosize
          minRows={2}
          maxLength={4000}
          {...register('shown')}
        />
      ) : null}
      <Textarea
        label={t('consent.how')}
        description={t('consent.howHelp')}
        mt="md"
        autosize
        minRows={2}
        maxLength={1000}
        error={formState.errors.note?.message}
        {...register('note', isGiven ? { required: t('required') } : {})}
      />
    </FormDialog>
  );
}
