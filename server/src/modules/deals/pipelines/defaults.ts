import type { PipelineInput } from '@meada/contract/routes/deals';

type Words = { pipeline: string; stages: string[]; won: string[]; lost: string[] };

const words: Record<string, Words> = {
  'pt-BR': {
    pipeline: 'Vendas',
    stages: ['Novo contato', 'Qualificado', 'Proposta enviada', 'Negociação', 'Ganho', 'Perdido'],
    won: ['Preço', 'Atendimento', 'Indicação'],
    lost: ['Preço alto', 'Comprou de outro', 'Sem resposta', 'Desistiu', 'Não temos o que precisa'],
  },
  en: {
    pipeline: 'Sales',
    stages: ['New contact', 'Qualified', 'Proposal sent', 'Negotiation', 'Won', 'Lost'],
    won: ['Price', 'Service', 'Recommendation'],
    lost: ['Too expensive', 'Bought elsewhere', 'No answer', 'Gave up', 'We do not have it'],
  },
  es: {
    pipeline: 'Ventas',
    stages: ['Nuevo contacto', 'Calificado', 'Propuesta enviada', 'Negociación', 'Ganado', 'Perdido'],
    won: ['Precio', 'Atención', 'Recomendación'],
    lost: ['Precio alto', 'Compró a otro', 'Sin respuesta', 'Desistió', 'No tenemos lo que necesita'],
  },
};

const shapes = [
  { category: 'open', probability: 10, colour: '#64748b' },
  { category: 'open', probability: 25, colour: '#2563eb' },
  { category: 'open', probability: 50, colour: '#7c3aed' },
  { category: 'open', probability: 75, colour: '#d97706' },
  { category: 'won', probability: 100, colour: '#15803d' },
  { category: 'lost', probability: 0, colour: '#b91c1c' },
] as const;

const currencies: Record<string, string> = { 'pt-BR': 'BRL', en: 'USD', es: 'EUR' };

/** The pipeline every organisation begins with, and why deals are won or lost, in its language. */
export function firstPipeline(locale: string): {
  pipeline: PipelineInput;
  reasons: { outcome: 'won' | 'lost'; name: string }[];
} {
  const own = words[locale] ?? (words['pt-BR'] as Words);
  const stages = shapes.map((shape, index) => ({ ...shape, name: own.stages[index] ?? '' }));
  const of = (outcome: 'won' | 'lost') => own[outcome].map((name) => ({ outcome, name }));
  return {
    pipeline: { name: own.pipeline, currency: currencies[locale] ?? 'BRL', stages },
    reasons: [...of('won'), ...of('lost')],
  };
}
