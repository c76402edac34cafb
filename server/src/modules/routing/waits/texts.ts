import type { Locale } from '@meada/contract/primitives';
import type { Numbers } from './numbers.ts';

/** What who waits is told in words of a message, and what they read when it is their turn. Pure. */

type Words = {
  place(position: number): string;
  interval(low: number, high: number): string;
  told(place: string, interval: string): string;
  late(place: string, interval: string | null): string;
  turn(firm: string, protocol: string): string;
  call(phone: string): string;
};

const words: Record<Locale, Words> = {
  'pt-BR': {
    place: (n) => (n === 1 ? 'Você é o próximo da fila' : `Você é o ${n}º da fila`),
    interval: (low, high) =>
      low === 0
        ? `até ${high} ${high === 1 ? 'minuto' : 'minutos'}`
        : low === high
          ? `${high} ${high === 1 ? 'minuto' : 'minutos'}`
          : `de ${low} a ${high} minutos`,
    told: (place, interval) =>
      `${place}. A espera deve ser ${/^até/.test(interval) ? 'de ' : ''}${interval}. Respondemos por aqui mesmo; não precisa mandar de novo.`,
    late: (place, interval) =>
      `Desculpe: está demorando mais do que dissemos. ${place}${interval ? `; agora deve levar mais ${interval.replace(/^de /, '')}` : ''}. Ninguém esqueceu de você.`,
    turn: (firm, protocol) =>
      `Olá! Aqui é da ${firm}. Chegou a sua vez no atendimento ${protocol}: seguimos por aqui, é só responder. Se não foi você que pediu, ignore esta mensagem.`,
    call: (phone) => `Quero que me liguem quando chegar a minha vez: ${phone}`,
  },
  en: {
    place: (n) => (n === 1 ? 'You are next in line' : `You are number ${n} in line`),
    interval: (low, high) =>
      low === 0
        ? `up to ${high} ${high === 1 ? 'minute' : 'minutes'}`
        : low === high
          ? `${high} ${high === 1 ? 'minute' : 'minutes'}`
          : `${low} to ${high} minutes`,
    told: (place, interval) =>
      `${place}. The wait should be ${interval}. We’ll reply right here; no need to write again.`,
    late: (place, interval) =>
      `Sorry, this is taking longer than we said. ${place}${interval ? `; it should now be another ${interval}` : ''}. We haven’t forgotten you.`,
    turn: (firm, protocol) =>
      `Hello! This is ${firm}. It’s your turn (reference ${protocol}): just reply here and we’ll continue. If you didn’t ask for this, please ignore this message.`,
    call: (phone) => `Please call me when it’s my turn: ${phone}`,
  },
  es: {
    place: (n) => (n === 1 ? 'Usted es el siguiente de la fila' : `Usted es el número ${n} de la fila`),
    interval: (low, high) =>
      low === 0
        ? `hasta ${high} ${high === 1 ? 'minuto' : 'minutos'}`
        : low === high
          ? `${high} ${high === 1 ? 'minuto' : 'minutos'}`
          : `de ${low} a ${high} minutos`,
    told: (place, interval) =>
      `${place}. La espera debería ser ${/^hasta/.test(interval) ? 'de ' : ''}${interval}. Respondemos por aquí mismo; no hace falta escribir de nuevo.`,
    late: (place, interval) =>
      `Disculpe: está tardando más de lo que dijimos. ${place}${interval ? `; ahora debería tardar ${interval.replace(/^de /, '')} más` : ''}. Nadie se olvidó de usted.`,
    turn: (firm, protocol) =>
      `¡Hola! Le escribimos de ${firm}. Llegó su turno en la atención ${protocol}: seguimos por aquí, solo responda. Si no fue usted quien lo pidió, ignore este mensaje.`,
    call: (phone) => `Quiero que me llamen cuando llegue mi turno: ${phone}`,
  },
};

/** The message that tells somebody how long they wait; null where there is nothing to tell. */
export function waitWords(locale: Locale, { position, low, high, late }: Numbers): string | null {
  const say = words[locale];
  if (position === null) return null;
  const interval = high === null ? null : say.interval(low ?? 0, high);
  if (late) return say.late(say.place(position), interval);
  return interval && say.told(say.place(position), interval);
}

export const turnWords = (locale: Locale, firm: string, protocol: string): string =>
  words[locale].turn(firm, protocol);
export const callWords = (locale: Locale, phone: string): string => words[locale].call(phone);
