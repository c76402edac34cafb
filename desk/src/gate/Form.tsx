/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from './texts.ts';

export type Values = Record<string, string>;
/** What went wrong, for the form or for one field; null when all is well. */
export type Trouble = { message: string; field: string | null } | null;

type FieldProps = {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password';
  help?: string;
  value?: string;
  autocomplete: 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'name' | 'organization';
  minLength?: number;
  maxLength?: number;
  inputMode?: 'numeric' | 'email' | 'text';
  autofocus?: boolean;
};

/** A labelled field; passwords can be looked at. */
export function Field({ name, label, type = 'text', help, value, ...rest }: FieldProps) {
  const [shown, setShown] = useState(false);
  const secret = type === 'password';
  const shownAs = secret && shown ? 'text' : type;
  return (
    <div class="gate-field">
      <label for={name}>{label}</label>
      <div class="gate-input">
        <input
          id={name}
          name={name}
          {...({ type: shownAs } as { type: 'text' })}
          defaultValue={value}
          required
          aria-describedby={help ? `${name}-help` : undefined}
          spellcheck={false}
          {...rest}
        />
        {secret ? (
          <button type="button" class="gate-peek" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {t(shown ? 'hide' : 'show')}
          </button>
        ) : null}
      </div>
      {help ? (
        <p class="gate-help" id={`${name}-help`}>
          {help}
        </p>
      ) : null}
    </div>
  );
}

type FormProps = {
  submit: string;
  onSubmit: (values: Values) => Promise<Trouble>;
  children: ComponentChildren;
};

/** A form that says while it works, and what went wrong; sends once. */
export function Form({ submit, onSubmit, children }: FormProps) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>(null);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget as HTMLFormElement;
    setBusy(true);
    setTrouble(null);
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const found = await onSubmit(values);
    setTrouble(found);
    setBusy(false);
    if (found)
      form
        .querySelector<HTMLInputElement>(found.field ? `[name="${CSS.escape(found.field)}"]` : 'input')
        ?.focus();
  };
  return (
    <form onSubmit={send}>
      {children}
      <div role="alert">{trouble ? <p class="gate-trouble">{trouble.message}</p> : null}</div>
      <button type="submit" class="gate-submit" aria-busy={busy} disabled={busy}>
        {busy ? t('working') : submit}
      </button>
    </form>
  );
}
