import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { FormEvent, ReactNode } from 'react';
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { codeOf, Problem } from '../../api/problem.ts';
import { say } from '../../ui/toast.ts';
import classes from './kit.module.css';
import { LeaveGuard } from './LeaveGuard.tsx';

/** Codes that mean something special when they point at one field; the rest say what they say everywhere. */
const fieldCodes = new Set([
  'malformed',
  'refused',
  'conflict',
  'not_found',
  'wrong_credentials',
  'too_large',
  'weak_password',
]);

/** What an error says under a field. */
export const fieldText = (t: TFunction<'settings'>, code: string): string =>
  fieldCodes.has(code) ? t(`fieldProblem.${code}`) : t(`problem.${code}`);

/** Puts an answer's problem under the field it names, or over the whole form. */
export function placeProblem<V extends FieldValues>(
  form: UseFormReturn<V>,
  error: unknown,
  { t, credentials, renamed }: Pick<Options<V>, 'credentials' | 'renamed'> & { t: TFunction<'settings'> },
): void {
  const code = codeOf(error);
  const named = error instanceof Problem ? error.field : null;
  const field = (named && (renamed?.[named] ?? named)) ?? (code === 'wrong_credentials' ? credentials : null);
  if (field && form.getValues(field as Path<V>) !== undefined) {
    form.setError(field as Path<V>, { type: code, message: fieldText(t, code) }, { shouldFocus: true });
    return;
  }
  form.setError('root', { type: code, message: t(`problem.${code}`) });
}

type Options<V extends FieldValues> = {
  /** What stands on the server; fresh values from there fill the fields nobody has touched. */
  values: V;
  save(values: V): Promise<unknown>;
  /** Said when it worked; left out, nothing is said. */
  done?: string;
  /** What the fields show after saving: as they are, unless told. */
  after?(values: V): V;
  /** The field a wrong password or code is told under: the server never says which it was. */
  credentials?: string;
  /** Fields the server calls otherwise than the form. */
  renamed?: Record<string, string>;
};
export type SavedForm<V extends FieldValues> = {
  form: UseFormReturn<V>;
  submit(event?: FormEvent): void;
};

/** A form that saves to the server, with its errors by field. */
export function useSavedForm<V extends FieldValues>(options: Options<V>): SavedForm<V> {
  const { values, save, done, after, credentials, renamed } = options;
  const { t } = useTranslation('settings');
  const form = useForm<V>({
    defaultValues: values as DefaultValues<V>,
    values,
    resetOptions: { keepDirtyValues: true },
    mode: 'onTouched',
  });
  const submit = form.handleSubmit(async (entered) => {
    try {
      await save(entered as V);
      form.reset((after ? after(entered as V) : entered) as V);
      if (done) say(done);
    } catch (error) {
      placeProblem(form, error, { t, credentials, renamed });
    }
  });
  return { form, submit: (event) => void submit(event as never) };
}

/** What is wrong with the form as a whole. */
export function FormProblem({ text }: { text?: string }) {
  if (!text) return null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} mt="md" role="alert">
      <span style={{ color: 'var(--ink)' }}>{text}</span>
    </Alert>
  );
}

type FormProps<V extends FieldValues> = {
  saved: SavedForm<V>;
  children: ReactNode;
  action?: string;
  /** Beside the save button. */
  extra?: ReactNode;
  /** Something new: there is nothing to go back to, and its defaults may be sent as they are. */
  fresh?: boolean;
};

/** The form around its fields: save, take back, and a question before leaving with changes. */
export function FormFrame<V extends FieldValues>({ saved, children, action, extra, fresh }: FormProps<V>) {
  const { t } = useTranslation('settings');
  const { isDirty, isSubmitting, errors } = saved.form.formState;
  return (
    <form onSubmit={saved.submit} noValidate>
      <LeaveGuard dirty={isDirty && !isSubmitting} />
      {children}
      <FormProblem text={errors.root?.message} />
      <div className={classes.bar}>
        <Button type="submit" loading={isSubmitting} disabled={!isDirty && !fresh}>
          {action ?? t('save')}
        </Button>
        {isDirty && !fresh ? (
          <Button variant="subtle" color="gray" c="var(--ink-soft)" onClick={() => saved.form.reset()}>
            {t('kit.discard')}
          </Button>
        ) : null}
        {extra}
      </div>
    </form>
  );
}
