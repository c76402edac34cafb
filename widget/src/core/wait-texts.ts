import type { Locale } from '@meada/contract/primitives';

/** What is said to who waits in a queue. */

const pt = {
  received: 'Sua mensagem chegou',
  next: 'Você é o próximo da fila',
  place: (n: number) => (n > 10 ? `Você está perto do ${n}º lugar na fila` : `Você é o ${n}º da fila`),
  minutes: (low: number, high: number) =>
    low === 0 ? `até ${high} min` : low === high ? `cerca de ${high} min` : `cerca de ${low} a ${high} min`,
  unknownWait: 'ainda não dá para dizer quanto demora',
  lateWait: 'Desculpe, está demorando mais do que dissemos.',
  nobody: 'Ninguém está disponível agora. Respondemos assim que alguém voltar.',
  closedUntil: (when: string) => `Agora estamos fechados. Voltamos ${when}, e o seu lugar fica guardado.`,
  keptPlace: (channel: string, address: string) =>
    `Lugar guardado! Quando chegar a sua vez, escrevemos por ${channel} para ${address}. Pode fechar esta página.`,
  keptCall: (phone: string, when: string) =>
    `Combinado! Ligamos para ${phone} quando chegar a sua vez, até ${when}. Pode fechar esta página.`,
  elsewhere: (channel: string, address: string) =>
    `Chegou a sua vez: a conversa continua por ${channel}, em ${address}.`,
  dontWait: 'Não quero esperar aqui',
  waitHere: 'Voltar a esperar aqui',
  dontWaitHint: 'Pode sair desta página: o seu lugar na fila fica guardado.',
  writeMeBy: (channel: string) => `Me chamem por ${channel}`,
  callMe: 'Me liguem quando chegar a minha vez',
  phone: 'Telefone com DDD',
  phoneBad: 'Confira o telefone',
  keepIt: 'Guardar meu lugar',
};
export type WaitTexts = typeof pt;

const en: WaitTexts = {
  received: 'We have your message',
  next: 'You are next in line',
  place: (n) => (n > 10 ? `You are around number ${n} in line` : `You are number ${n} in line`),
  minutes: (low, high) =>
    low === 0 ? `up to ${high} min` : low === high ? `about ${high} min` : `about ${low} to ${high} min`,
  unknownWait: 'it’s too early to say how long',
  lateWait: 'Sorry, this is taking longer than we said.',
  nobody: 'Nobody is available right now. We’ll reply as soon as someone is back.',
  closedUntil: (when) => `We’re closed right now. We’ll be back ${when}, and your place is kept.`,
  keptPlace: (channel, address) =>
    `Your place is kept! When it’s your turn, we’ll write to ${address} on ${channel}. You can close this page.`,
  keptCall: (phone, when) =>
    `All right! We’ll call ${phone} when it’s your turn, by ${when}. You can close this page.`,
  elsewhere: (channel, address) => `It’s your turn: the conversation continues on ${channel}, at ${address}.`,
  dontWait: 'I don’t want to wait here',
  waitHere: 'Wait here again',
  dontWaitHint: 'You can leave this page: your place in line is kept.',
  writeMeBy: (channel) => `Write to me on ${channel}`,
  callMe: 'Call me when it’s my turn',
  phone: 'Phone with area code',
  phoneBad: 'Check the phone number',
  keepIt: 'Keep my place',
};

const es: WaitTexts = {
  received: 'Su mensaje llegó',
  next: 'Usted es el siguiente de la fila',
  place: (n) => (n > 10 ? `Usted está cerca del puesto ${n} de la fila` : `Usted es el ${n}.º de la fila`),
  minutes: (low, high) =>
    low === 0 ? `hasta ${high} min` : low === high ? `unos ${high} min` : `entre ${low} y ${high} min`,
  unknownWait: 'todavía no se puede decir cuánto tarda',
  lateWait: 'Disculpe, está tardando más de lo que dijimos.',
  nobody: 'Ahora no hay nadie disponible. Respondemos en cuanto vuelva alguien.',
  closedUntil: (when) => `Ahora está cerrado. Volvemos ${when}, y su lugar queda guardado.`,
  keptPlace: (channel, address) =>
    `¡Lugar guardado! Cuando llegue su turno le escribimos por ${channel} a ${address}. Puede cerrar esta página.`,
  keptCall: (phone, when) =>
    `¡De acuerdo! Llamamos al ${phone} cuando llegue su turno, a más tardar: ${when}. Puede cerrar esta página.`,
  elsewhere: (channel, address) => `Llegó su turno: la conversación sigue por ${channel}, en ${address}.`,
  dontWait: 'No quiero esperar aquí',
  waitHere: 'Volver a esperar aquí',
  dontWaitHint: 'Puede salir de esta página: su lugar en la fila queda guardado.',
  writeMeBy: (channel) => `Escríbanme por ${channel}`,
  callMe: 'Llámenme cuando llegue mi turno',
  phone: 'Teléfono con código de área',
  phoneBad: 'Revise el teléfono',
  keepIt: 'Guardar mi lugar',
};

export const waitTexts: Record<Locale, WaitTexts> = { 'pt-BR': pt, en, es };
