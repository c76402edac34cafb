import type { Locale } from '@meada/contract/primitives';
import type { PushDetail, PushKind, PushText } from '@meada/contract/push';

type Words = Record<PushKind, string> & { unsure: string; try: string; tryTitle: string };

/** What is said of each kind when no more may show. */
const words: Record<Locale, Words> = {
  'pt-BR': {
    message: 'Um cliente escreveu em uma conversa sua',
    assigned: 'Você recebeu uma conversa',
    mention: 'Alguém mencionou você em uma nota',
    offer: 'Há um atendimento para você aceitar',
    deadline: 'O prazo de uma conversa sua está acabando',
    task: 'Lembrete de tarefa',
    woken: 'Uma conversa que você adiou voltou',
    scheduled: 'Uma mensagem não foi enviada ou não chegou',
    unsure: 'Não se sabe se uma mensagem chegou: confira antes de enviar de novo',
    try: 'As notificações chegam neste aparelho.',
    tryTitle: 'Tudo certo',
  },
  en: {
    message: 'A customer wrote in one of your conversations',
    assigned: 'A conversation was assigned to you',
    mention: 'Someone mentioned you in a note',
    offer: 'A contact is waiting for you to accept',
    deadline: 'The deadline of one of your conversations is near',
    task: 'Task reminder',
    woken: 'A conversation you snoozed is back',
    scheduled: 'A message was not sent or not delivered',
    unsure: 'We don’t know whether a message arrived: check before sending it again',
    try: 'Notifications arrive on this device.',
    tryTitle: 'All set',
  },
  es: {
    message: 'Un cliente escribió en una conversación suya',
    assigned: 'Recibió una conversación',
    mention: 'Alguien lo mencionó en una nota',
    offer: 'Hay un contacto para que lo acepte',
    deadline: 'Se acerca el plazo de una conversación suya',
    task: 'Recordatorio de tarea',
    woken: 'Volvió una conversación que usted pospuso',
    scheduled: 'Un mensaje no se envió o no llegó',
    unsure: 'No se sabe si un mensaje llegó: verifique antes de enviarlo de nuevo',
    try: 'Las notificaciones llegan a este dispositivo.',
    tryTitle: 'Todo listo',
  },
};

const shortOf = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
};

/** What a push may be put together from; `name` and `said` are personal. */
export type Told = {
  kind: PushKind | 'try';
  conversationId: string | null;
  subjectId: string | null;
  /** Nobody knows whether the words arrived. */
  unsure?: boolean;
  organisation: string;
  name: string | null;
  said: string | null;
  at: Date;
};

const pathOf = ({ kind, conversationId, subjectId }: Told): string => {
  if (conversationId) return `/conversations/${conversationId}`;
  return kind === 'task' && subjectId ? `/tasks/mine/${subjectId}` : '/conversations';
};

/** The text of a push, showing no more than the person wants on a lock screen. */
export function textOf(told: Told, locale: Locale, detail: PushDetail): PushText {
  const { kind, conversationId, subjectId, organisation, name, said, at } = told;
  const plain = words[locale][told.unsure ? 'unsure' : kind];
  const tag = conversationId ?? subjectId ?? kind;
  const facts = { tag, path: pathOf(told), lang: locale, at: at.getTime() };
  if (kind === 'try') return { title: words[locale].tryTitle, body: plain, ...facts };
  if (detail === 'none' || !name) return { title: organisation, body: plain, ...facts };
  const body = detail === 'all' && said ? said : null;
  // Their own words alone would read as if they had gone out.
  const isOwn = kind === 'scheduled';
  return { title: name, body: body ? shortOf(isOwn ? `${plain}. “${body}”` : body) : plain, ...facts };
}
