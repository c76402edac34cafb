/** @jsxImportSource preact */
import { signIn, signInFactor } from '@meada/contract/routes/session';
import { useState } from 'preact/hooks';
import { ask, enter } from './ask.ts';
import { Field, Form, type Trouble, type Values } from './Form.tsx';
import { t } from './texts.ts';

/** The second step: a code of the authenticator, or a recovery code. */
export function SecondFactor({ ticket }: { ticket: string }) {
  const send = async ({ code = '' }: Values): Promise<Trouble> => {
    const outcome = await ask(signInFactor, { body: { ticket, code } });
    if ('answer' in outcome) enter();
    return 'answer' in outcome ? null : { ...outcome, field: 'code' };
  };
  return (
    <Form submit={t('factor.submit')} onSubmit={send}>
      <Field
        name="code"
        label={t('factor.code')}
        help={t('factor.help')}
        autocomplete="one-time-code"
        inputMode="text"
        minLength={6}
        maxLength={20}
        autofocus
      />
    </Form>
  );
}

/** E-mail and password. */
export function SignIn({ onFactor }: { onFactor: () => void }) {
  const [ticket, setTicket] = useState<string | null>(null);
  const send = async ({ email = '', password = '' }: Values): Promise<Trouble> => {
    const outcome = await ask(signIn, { body: { email, password } });
    if (!('answer' in outcome)) return { ...outcome, field: 'password' };
    if (outcome.answer.state === 'signed_in') enter();
    else {
      setTicket(outcome.answer.ticket);
      onFactor();
    }
    return null;
  };
  if (ticket) return <SecondFactor ticket={ticket} />;
  return (
    <>
      <Form submit={t('signIn.submit')} onSubmit={send}>
        <Field
          name="email"
          type="email"
          label={t('email')}
          autocomplete="username"
          maxLength={254}
          autofocus
        />
        <Field
          name="password"
          type="password"
          label={t('password')}
          autocomplete="current-password"
          maxLength={256}
        />
      </Form>
      <a class="gate-link" href="/reset">
        {t('signIn.forgot')}
      </a>
    </>
  );
}
