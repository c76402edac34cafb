import type { Locale } from '@meada/contract/primitives';
import type { SystemMail } from '../../kernel/mail.ts';

type Text = { subject: string; text: string };

/** Texts of the house's own mails: data, `{name}` is filled in. */
const texts: Record<'invitation' | 'reset', Record<Locale, Text>> = {
  invitation: {
    'pt-BR': {
      subject: 'Convite para {organisation}',
      text: `Olá!

{inviter} convidou você para fazer parte da equipe de {organisation} na Meada.

Para aceitar, abra este link nos próximos 7 dias:
{link}

Se você não esperava este convite, pode ignorar este e-mail.
`,
    },
    en: {
      subject: 'Invitation to {organisation}',
      text: `Hello!

{inviter} has invited you to join the team of {organisation} on Meada.

To accept, open this link within the next 7 days:
{link}

If you were not expecting this invitation, you can ignore this e-mail.
`,
    },
    es: {
      subject: 'Invitación a {organisation}',
      text: `¡Hola!

{inviter} te invitó a formar parte del equipo de {organisation} en Meada.

Para aceptar, abre este enlace en los próximos 7 días:
{link}

Si no esperabas esta invitación, puedes ignorar este correo.
`,
    },
  },
  reset: {
    'pt-BR': {
      subject: 'Crie uma nova senha',
      text: `Olá!

Recebemos um pedido para trocar a senha da sua conta na Meada. Para criar uma nova senha, abra este link na próxima hora:
{link}

O link só funciona uma vez. Se não foi você que pediu, ignore este e-mail: sua senha continua a mesma.
`,
    },
    en: {
      subject: 'Choose a new password',
      text: `Hello!

We received a request to change the password of your Meada account. To choose a new one, open this link within the next hour:
{link}

The link works only once. If you did not ask for it, ignore this e-mail: your password stays as it is.
`,
    },
    es: {
      subject: 'Crea una nueva contraseña',
      text: `¡Hola!

Recibimos una solicitud para cambiar la contraseña de tu cuenta en Meada. Para crear una nueva, abre este enlace durante la próxima hora:
{link}

El enlace funciona una sola vez. Si no fuiste tú, ignora este correo: tu contraseña sigue siendo la misma.
`,
    },
  },
};

/** A mail in the reader's language. Plain text; values are put in once and not read again for placeholders. */
export function mailOf(
  kind: keyof typeof texts,
  locale: Locale,
  values: { to: string; link: string; organisation?: string; inviter?: string },
): SystemMail {
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => values[name as keyof typeof values] ?? '');
  const { subject, text } = texts[kind][locale];
  return { to: values.to, subject: fill(subject), text: fill(text) };
}
