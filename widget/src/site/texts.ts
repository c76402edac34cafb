import type { Locale } from '@meada/contract/primitives';

/** Words of buttons and form; what the firm wrote itself comes with the configuration. */
export type SiteTexts = {
  open: string;
  close: string;
  name: string;
  phone: string;
  subject: string;
  about: string;
  when: string;
  soon: string;
  send: string;
  done: string;
  wrongPhone: string;
  late: string;
  failed: string;
};

export const textsOf: Record<Locale, SiteTexts> = {
  'pt-BR': {
    open: 'Fale com a gente',
    close: 'Fechar',
    name: 'Seu nome',
    phone: 'Telefone com DDD',
    subject: 'Assunto',
    about: 'Sobre o que é (opcional)',
    when: 'Quando ligar',
    soon: 'Assim que possível',
    send: 'Pedir ligação',
    done: 'Pedido recebido! Ligamos para você até {until}.',
    wrongPhone: 'Confira o telefone, com DDD.',
    late: 'Este horário já passou. Escolha outro.',
    failed: 'Não deu certo agora. Tente de novo em um minuto.',
  },
  en: {
    open: 'Get in touch',
    close: 'Close',
    name: 'Your name',
    phone: 'Phone with area code',
    subject: 'Subject',
    about: 'What it’s about (optional)',
    when: 'When to call',
    soon: 'As soon as possible',
    send: 'Request a call',
    done: 'Got it! We’ll call you by {until}.',
    wrongPhone: 'Check the number, with area code.',
    late: 'This time has passed. Choose another.',
    failed: 'That didn’t work. Try again in a minute.',
  },
  es: {
    open: 'Hable con nosotros',
    close: 'Cerrar',
    name: 'Su nombre',
    phone: 'Teléfono con código de área',
    subject: 'Asunto',
    about: 'De qué se trata (opcional)',
    when: 'Cuándo llamar',
    soon: 'Lo antes posible',
    send: 'Pedir llamada',
    done: '¡Recibido! Le llamamos a más tardar: {until}.',
    wrongPhone: 'Revise el número, con código de área.',
    late: 'Esta hora ya pasó. Elija otra.',
    failed: 'No funcionó ahora. Intente de nuevo en un minuto.',
  },
};
