/** @jsxImportSource preact */
import { setUp } from '@meada/contract/routes/session';
import { zoneWords } from '../ui/zone.ts';
import { ask, enter } from './ask.ts';
import { Field, Form, type Trouble, type Values } from './Form.tsx';
import { shortest } from './Reset.tsx';
import { locale, t } from './texts.ts';

/** The first organisation and its owner; afterwards this page is closed for good. */
export function SetUp() {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'America/Sao_Paulo';
  const run = async ({
    organisation = '',
    name = '',
    email = '',
    password = '',
  }: Values): Promise<Trouble> => {
    const outcome = await ask(setUp, {
      body: { organisation, name, email, password, locale: locale(), timeZone },
    });
    if ('answer' in outcome) enter();
    return 'answer' in outcome ? null : outcome;
  };
  return (
    <Form submit={t('setup.submit')} onSubmit={run}>
      <Field
        name="organisation"
        label={t('setup.organisation')}
        autocomplete="organization"
        minLength={2}
        maxLength={120}
        autofocus
      />
      <Field name="name" label={t('name')} autocomplete="name" maxLength={120} />
      <Field name="email" type="email" label={t('email')} autocomplete="username" maxLength={254} />
      <Field
        name="password"
        type="password"
        label={t('password')}
        help={t('passwordHelp')}
        autocomplete="new-password"
        minLength={shortest}
        maxLength={256}
      />
      <p class="gate-help">{t('setup.timeZone', { timeZone: zoneWords(timeZone, locale()) })}</p>
    </Form>
  );
}
