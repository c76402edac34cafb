/** @jsxImportSource preact */
import { askReset, resetPassword } from '@meada/contract/routes/session';
import { useState } from 'preact/hooks';
import { ask } from './ask.ts';
import { Field, Form, type Trouble, type Values } from './Form.tsx';
import { t } from './texts.ts';

/** Shortest password the server takes. */
export const shortest = 10;

/** Asks for the link, or chooses the new password with it. */
export function Reset({ token }: { token: string }) {
  const [done, setDone] = useState(false);
  const askFor = async ({ email = '' }: Values): Promise<Trouble> => {
    const outcome = await ask(askReset, { body: { email } });
    if ('answer' in outcome) setDone(true);
    return 'answer' in outcome ? null : outcome;
  };
  const choose = async ({ password = '' }: Values): Promise<Trouble> => {
    const outcome = await ask(resetPassword, { body: { token, password } });
    if ('answer' in outcome) setDone(true);
    return 'answer' in outcome ? null : { ...outcome, field: 'password' };
  };
  const back = (
    <a class="gate-link" href="/sign-in">
      {t('reset.back')}
    </a>
  );
  if (done) {
    return (
      <>
        <p class="gate-good" role="status">
          {t(token ? 'reset.changed' : 'reset.sent')}
        </p>
        {back}
      </>
    );
  }
  return (
    <>
      {token ? (
        <Form submit={t('reset.choose')} onSubmit={choose}>
          <Field
            name="password"
            type="password"
            label={t('reset.new')}
            help={t('passwordHelp')}
            autocomplete="new-password"
            minLength={shortest}
            maxLength={256}
            autofocus
          />
        </Form>
      ) : (
        <Form submit={t('reset.send')} onSubmit={askFor}>
          <Field
            name="email"
            type="email"
            label={t('email')}
            autocomplete="username"
            maxLength={254}
            autofocus
          />
        </Form>
      )}
      {back}
    </>
  );
}
