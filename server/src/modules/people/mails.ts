import type { Locale } from '@meada/contract/primitives';
import type { SystemMail } from '../../kernel/mail.ts';

/** What a person is told of their own sign-in. */
export type ChangeOfSignIn = 'password_changed' | 'factor_added' | 'factor_removed';

type Text = { subject: string; text: string };

/** Texts of the house's own mails: data, `{name}` is filled in. */
const texts: Record<'invitation' | 'reset' | ChangeOfSignIn, Record<Locale, Text>> = {
  invitation: {
    'pt-BR': {
      subject: 'Convite para {organisation}',
      text: `Olá!

{inviter} convidou você para fazer parte da equipe de {organisation} no Meada.

Para aceitar, abra este link nos próximos 7 dias:
{link}

Se você não esperava este convite, pode ignorar este e-mail.
`,
    },
    en: {
      subject: 'Invitation to {organisation}',
      text: `Hello!

{inviter} has invited you to join the {organisation} team on Meada.

To accept, open this link within the next 7 days:
{link}

If you were not expecting this invitation, you can ignore this email.
`,
    },
    es: {
      subject: 'Invitación a {organisation}',
      text: `¡Hola!

{inviter} le invitó a formar parte del equipo de {organisation} en Meada.

Para aceptar, abra este enlace en los próximos 7 días:
{link}

Si no esperaba esta invitación, puede ignorar este correo.
`,
    },
  },
  reset: {
    'pt-BR': {
      subject: 'Crie uma nova senha',
      text: `Olá!

Recebemos um pedido para trocar a senha da sua conta no Meada. Para criar uma nova senha, abra este link na próxima hora:
{link}

O link só funciona uma vez. Se não foi você que pediu, ignore este e-mail: sua senha continua a mesma.
`,
    },
    en: {
      subject: 'Choose a new password',
      text: `Hello!

We received a request to change the password of your Meada account. To choose a new one, open this link within the next hour:
{link}

The link works only once. If you didn’t ask for it, ignore this email: your password stays the same.
`,
    },
    es: {
      subject: 'Cree una nueva contraseña',
      text: `¡Hola!

Recibimos una solicitud para cambiar la contraseña de su cuenta en Meada. Para crear una nueva, abra este enlace durante la próxima hora:
{link}

El enlace funciona una sola vez. Si no fue usted, ignore este correo: su contraseña sigue siendo la misma.
`,
    },
  },
  password_changed: {
    'pt-BR': {
      subject: 'Sua senha foi trocada',
      text: `Olá!

A senha da sua conta no Meada foi trocada em {when}. As outras sessões foram encerradas.

Se não foi você, peça agora mesmo uma nova senha em {link} e avise quem administra o Meada na sua empresa.
`,
    },
    en: {
      subject: 'Your password was changed',
      text: `Hello!

The password of your Meada account was changed on {when}. All other sessions were ended.

If it wasn’t you, request a new password at {link} right now and tell whoever administers Meada in your organisation.
`,
    },
    es: {
      subject: 'Su contraseña fue cambiada',
      text: `¡Hola!

La contraseña de su cuenta en Meada fue cambiada el {when}. Las demás sesiones se cerraron.

Si no fue usted, pida ahora mismo una nueva contraseña en {link} y avise a quien administra Meada en su empresa.
`,
    },
  },
  factor_added: {
    'pt-BR': {
      subject: 'Verificação em duas etapas ativada',
      text: `Olá!

A verificação em duas etapas da sua conta no Meada foi ativada em {when}.

Se não foi você, peça agora mesmo uma nova senha em {link} e avise quem administra o Meada na sua empresa.
`,
    },
    en: {
      subject: 'Two-step verification is on',
      text: `Hello!

Two-step verification was turned on for your Meada account on {when}.

If it wasn’t you, request a new password at {link} right now and tell whoever administers Meada in your organisation.
`,
    },
    es: {
      subject: 'Verificación en dos pasos activada',
      text: `¡Hola!

La verificación en dos pasos de su cuenta en Meada fue activada el {when}.

Si no fue usted, pida ahora mismo una nueva contraseña en {link} y avise a quien administra Meada en su empresa.
`,
    },
  },
  factor_removed: {
    'pt-BR': {
      subject: 'Verificação em duas etapas desativada',
      text: `Olá!

A verificação em duas etapas da sua conta no Meada foi desativada em {when}.

Se não foi você, peça agora mesmo uma nova senha em {link} e avise quem administra o Meada na sua empresa.
`,
    },
    en: {
      subject: 'Two-step verification is off',
      text: `Hello!

Two-step verification was turned off for your Meada account on {when}.

If it wasn’t you, request a new password at {link} right now and tell whoever administers Meada in your organisation.
`,
    },
    es: {
      subject: 'Verificación en dos pasos desactivada',
      text: `¡Hola!

La verificación en dos pasos de su cuenta en Meada fue desactivada el {when}.

Si no fue usted, pida ahora mismo una nueva contraseña en {link} y avise a quien administra Meada en su empresa.
`,
    },
  },
};

/** A mail in the reader's language. Plain text; values are put in once and not read again for placeholders. */
export function mailOf(
  kind: keyof typeof texts,
  locale: Locale,
  values: { to: string; link: string; organisation?: string; inviter?: string; when?: string },
): SystemMail {
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => values[name as keyof typeof values] ?? '');
  const { subject, text } = texts[kind][locale];
  return { to: values.to, subject: fill(subject), text: fill(text) };
}
