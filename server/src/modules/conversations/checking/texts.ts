import type { Locale } from '@meada/contract/primitives';
import type { CheckWay } from '@meada/contract/routes/identities';

type Texts = Record<CheckWay, string> & { subject: string };

/** What is sent to an address to prove it. `{secret}` is put in when it goes out, never stored. */
const texts: Record<Locale, Texts> = {
  'pt-BR': {
    subject: 'Confirme seu contato',
    code: 'Seu código para {firm}: {secret}\n\nVale por 10 minutos. Informe-o só no atendimento que você mesmo começou. Se não foi você que pediu, ignore esta mensagem.',
    link: '{firm} quer confirmar que este contato é seu. Se você está falando conosco, abra e confirme:\n\n{secret}\n\nVale por 24 horas. Se não foi você que pediu, ignore esta mensagem.',
  },
  en: {
    subject: 'Confirm your address',
    code: 'Your code for {firm}: {secret}\n\nIt is valid for 10 minutes. Only give it in a conversation you started yourself. If you didn’t ask for it, ignore this message.',
    link: '{firm} would like to confirm that this address is yours. If you are talking to us, open this link and confirm:\n\n{secret}\n\nIt is valid for 24 hours. If you didn’t ask for it, ignore this message.',
  },
  es: {
    subject: 'Confirme su contacto',
    code: 'Su código para {firm}: {secret}\n\nVale por 10 minutos. Delo solo en una conversación que usted haya empezado. Si no lo pidió, ignore este mensaje.',
    link: '{firm} quiere confirmar que este contacto es suyo. Si está hablando con nosotros, abra y confirme:\n\n{secret}\n\nVale por 24 horas. Si no lo pidió, ignore este mensaje.',
  },
};

export function checkTexts(
  locale: string,
  values: { way: CheckWay; firm: string; secret: string },
): { text: string; subject: string } {
  const chosen = texts[locale as Locale] ?? texts['pt-BR'];
  const places: Record<string, string> = { firm: values.firm, secret: values.secret };
  const text = chosen[values.way].replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? '');
  return { text, subject: chosen.subject };
}
