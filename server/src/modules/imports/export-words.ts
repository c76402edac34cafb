import type { Locale } from '@meada/contract/primitives';

/** Headings and words of tables, in the language of the organisation; the import reads those of customers back. */

type Words = Record<Locale, string>;
const said = (pt: string, en: string, es: string): Words => ({ 'pt-BR': pt, en, es });

export const words = {
  id: said('ID', 'ID', 'ID'),
  kind: said('Tipo', 'Type', 'Tipo'),
  fullName: said('Nome completo', 'Full name', 'Nombre completo'),
  email: said('E-mail', 'E-mail', 'Correo electrónico'),
  phone: said('Telefone', 'Phone', 'Teléfono'),
  document: said('Documento', 'Document', 'Documento'),
  born: said('Nascimento', 'Date of birth', 'Fecha de nacimiento'),
  language: said('Idioma', 'Language', 'Idioma'),
  labels: said('Etiquetas', 'Labels', 'Etiquetas'),
  street: said('Endereço', 'Street', 'Calle'),
  number: said('Número', 'Number', 'Número'),
  complement: said('Complemento', 'Complement', 'Complemento'),
  district: said('Bairro', 'District', 'Barrio'),
  city: said('Cidade', 'City', 'Ciudad'),
  region: said('Estado', 'State', 'Estado'),
  postalCode: said('CEP', 'Postal code', 'Código postal'),
  country: said('País', 'Country', 'País'),
  createdAt: said('Criado em', 'Created at', 'Creado el'),
  protocol: said('Protocolo', 'Protocol', 'Protocolo'),
  customer: said('Cliente', 'Customer', 'Cliente'),
  subject: said('Assunto', 'Subject', 'Asunto'),
  status: said('Situação', 'Status', 'Estado'),
  ownStatus: said('Situação própria', 'Own status', 'Estado propio'),
  priority: said('Prioridade', 'Priority', 'Prioridad'),
  channel: said('Canal', 'Channel', 'Canal'),
  inbox: said('Caixa', 'Inbox', 'Bandeja'),
  assignee: said('Responsável', 'Assignee', 'Responsable'),
  team: said('Equipe', 'Team', 'Equipo'),
  messages: said('Mensagens', 'Messages', 'Mensajes'),
  activeAt: said('Última atividade', 'Last activity', 'Última actividad'),
  resolvedAt: said('Resolvida em', 'Resolved at', 'Resuelta el'),
  title: said('Título', 'Title', 'Título'),
  company: said('Empresa', 'Company', 'Empresa'),
  pipeline: said('Funil', 'Pipeline', 'Embudo'),
  stage: said('Etapa', 'Stage', 'Etapa'),
  outcome: said('Resultado', 'Outcome', 'Resultado'),
  probability: said('Chance (%)', 'Chance (%)', 'Probabilidad (%)'),
  value: said('Valor', 'Value', 'Valor'),
  currency: said('Moeda', 'Currency', 'Moneda'),
  owner: said('Responsável', 'Owner', 'Responsable'),
  expectedOn: said('Previsão de fechamento', 'Expected close', 'Cierre previsto'),
  nextStep: said('Próximo passo', 'Next step', 'Próximo paso'),
  nextOn: said('Até quando', 'Due', 'Para cuándo'),
  reason: said('Motivo', 'Reason', 'Motivo'),
  note: said('Observação', 'Note', 'Nota'),
  closedAt: said('Fechado em', 'Closed at', 'Cerrado el'),
  askedAt: said('Perguntado em', 'Asked at', 'Preguntado el'),
  rating: said('Nota', 'Rating', 'Nota'),
  scale: said('Escala', 'Scale', 'Escala'),
  mark: said('Avaliação', 'Satisfaction', 'Calificación'),
  ratedAt: said('Avaliado em', 'Rated at', 'Calificado el'),
  comment: said('Comentário', 'Comment', 'Comentario'),
  faces: said('1 a 5 (rostos)', '1 to 5 (faces)', '1 a 5 (caras)'),
  stars: said('1 a 5 (estrelas)', '1 to 5 (stars)', '1 a 5 (estrellas)'),
  thumbs: said('1 ou 2 (polegar)', '1 or 2 (thumbs)', '1 o 2 (pulgar)'),
  good: said('boa', 'good', 'buena'),
  neutral: said('neutra', 'neutral', 'neutra'),
  bad: said('ruim', 'bad', 'mala'),
  way: said('Por onde', 'By', 'Por dónde'),
  address: said('Contato', 'Address', 'Contacto'),
  at: said('Quando', 'When', 'Cuándo'),
  human: said('pessoa', 'person', 'persona'),
  isCompany: said('empresa', 'company', 'empresa'),
  open: said('em aberto', 'open', 'abierto'),
  won: said('ganho', 'won', 'ganado'),
  lost: said('perdido', 'lost', 'perdido'),
  queued: said('na fila', 'queued', 'en cola'),
  sent: said('enviado', 'sent', 'enviado'),
  skipped: said('não enviado', 'not sent', 'no enviado'),
} as const satisfies Record<string, Words>;

export type Word = keyof typeof words;

/** Words of a language. */
export const inLanguage =
  (locale: Locale) =>
  (word: Word): string =>
    words[word][locale] ?? words[word]['pt-BR'];
