/** @jsxImportSource preact */
import { acceptInvitation } from '@meada/contract/routes/session';
import { useState } from 'preact/hooks';
import { ask, enter } from './ask.ts';
import { Field, Form, type Trouble, type Values } from './Form.tsx';
import { shortest } from './Reset.tsx';
import { SecondFactor } from './SignIn.tsx';
import { locale, t } from './texts.ts';

export type Invited = { organisation: string; email: string; known: boolean };

/** A new person chooses name and password; one who is known already proves the password. */
export function Invitation({ token, invited }: { token: string; invited: Invited }) {
  const [ticket, setTicket] = useState<string | null>(null);
  const accept = async ({ name, password = '' }: Values): Promise<Trouble> => {
    const outcome = await ask(acceptInvitation, {
      body: { token, name: name || undefined, password, locale: locale() },
    });
    if (!('answer' in outcome)) return outcome;
    if (outcome.answer.state === 'signed_in') enter();
    else setTicket(outcome.answer.ticket);
    return null;
  };
  if (ticket) return <SecondFactor ticket={ticket} />;
  return (
    <Form submit={t('invitation.accept')} onSubmit={accept}>
      <p class="gate-who">{invited.email}</p>
      {invited.known ? null : (
        <Field name="name" label={t('name')} autocomplete="name" maxLength={120} autofocus />
      )}
      <Field
        name="password"
        type="password"
        label={t(invited.known ? 'invitation.yourPassword' : 'password')}
        help={invited.known ? undefined : t('passwordHelp')}
        autocomplete={invited.known ? 'current-password' : 'new-password'}
        minLength={invited.known ? 1 : shortest}
        maxLength={256}
      />
    </Form>
  );
}
