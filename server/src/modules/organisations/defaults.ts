import type { Locale } from '@meada/contract/primitives';

export type DefaultLabel = { name: string; colour: string };

const labels: Record<Locale, readonly DefaultLabel[]> = {
  'pt-BR': [
    { name: 'dúvida', colour: '#1c7ed6' },
    { name: 'pedido', colour: '#2f9e44' },
    { name: 'troca ou devolução', colour: '#f08c00' },
    { name: 'reclamação', colour: '#e03131' },
    { name: 'urgente', colour: '#9c36b5' },
  ],
  en: [
    { name: 'question', colour: '#1c7ed6' },
    { name: 'order', colour: '#2f9e44' },
    { name: 'exchange or return', colour: '#f08c00' },
    { name: 'complaint', colour: '#e03131' },
    { name: 'urgent', colour: '#9c36b5' },
  ],
  es: [
    { name: 'consulta', colour: '#1c7ed6' },
    { name: 'pedido', colour: '#2f9e44' },
    { name: 'cambio o devolución', colour: '#f08c00' },
    { name: 'reclamo', colour: '#e03131' },
    { name: 'urgente', colour: '#9c36b5' },
  ],
};

/** The labels a new organisation starts with, in its language. */
export const defaultsOf = (locale: Locale): readonly DefaultLabel[] => labels[locale];
