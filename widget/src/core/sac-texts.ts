import type { Locale } from '@meada/contract/primitives';

/** What is said to who follows a demand by the SAC decree. */

const pt = {
  mine: 'Meu protocolo',
  mineHint: 'Guarde o número: com ele você acompanha o atendimento em qualquer canal.',
  registered: (when: string) => `Registrado em ${when}`,
  answerBy: (when: string) => `Resposta até ${when}`,
  ended: (when: string) => `Concluído em ${when}`,
  history: 'Pedir histórico',
  historyHint: 'Você recebe aqui mesmo um link com tudo o que foi dito, sem custo.',
  historyAsked: (when: string) => `Histórico pedido em ${when}: está a caminho.`,
  historySent: (when: string) => `Histórico enviado em ${when}, nesta conversa.`,
  historyStuck: (when: string) => `Não deu para enviar por aqui. A equipe entrega o histórico até ${when}.`,
  historyOften: 'O histórico já foi pedido muitas vezes hoje. Os links que você recebeu continuam valendo.',
  earlierDemands: 'Anteriores',
};
export type SacTexts = typeof pt;

const en: SacTexts = {
  mine: 'My request',
  mineHint: 'Keep the number: with it you follow this on any channel.',
  registered: (when) => `Registered on ${when}`,
  answerBy: (when) => `Answer by ${when}`,
  ended: (when) => `Concluded on ${when}`,
  history: 'Ask for the history',
  historyHint: 'You get a link here with everything that was said, at no cost.',
  historyAsked: (when) => `History asked for on ${when}: it is on its way.`,
  historySent: (when) => `History sent on ${when}, in this conversation.`,
  historyStuck: (when) => `It could not be sent here. The team hands you the history by ${when}.`,
  historyOften: 'The history was asked for many times today. The links you got still work.',
  earlierDemands: 'Earlier ones',
};

const es: SacTexts = {
  mine: 'Mi protocolo',
  mineHint: 'Guarde el número: con él puede seguir la atención en cualquier canal.',
  registered: (when) => `Registrado el ${when}`,
  answerBy: (when) => `Respuesta hasta el ${when}`,
  ended: (when) => `Concluido el ${when}`,
  history: 'Pedir el historial',
  historyHint: 'Recibe aquí mismo un enlace con todo lo que se dijo, sin costo.',
  historyAsked: (when) => `Historial pedido el ${when}: está en camino.`,
  historySent: (when) => `Historial enviado el ${when}, en esta conversación.`,
  historyStuck: (when) => `No se pudo enviar por aquí. El equipo entrega el historial hasta el ${when}.`,
  historyOften: 'El historial ya se pidió muchas veces hoy. Los enlaces que recibió siguen valiendo.',
  earlierDemands: 'Anteriores',
};

export const sacTexts: Record<Locale, SacTexts> = { 'pt-BR': pt, en, es };
