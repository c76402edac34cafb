import type { Locale } from '@meada/contract/primitives';

type Words = {
  title: string;
  ask: string;
  send: string;
  done: string;
  chosen: string;
  change: string;
  comment: string;
  commentSend: string;
  commented: string;
  refuse: string;
  refused: string;
  closed: string;
  wrong: string;
  tooMany: string;
};

/** Texts of the public page: data. */
export const pageTexts: Record<Locale, Words> = {
  'pt-BR': {
    title: 'Como foi o seu atendimento?',
    ask: 'Toque na sua nota:',
    send: 'Enviar esta nota',
    done: 'Obrigado! A sua nota foi registrada.',
    chosen: 'Sua nota: {rating}',
    change: 'Mudou de ideia? Toque em outra nota.',
    comment: 'Quer contar mais? (opcional)',
    commentSend: 'Enviar comentário',
    commented: 'Obrigado, recebemos o seu comentário.',
    refuse: 'Não quero mais receber pesquisas',
    refused: 'Pronto: você não vai mais receber pesquisas desta empresa.',
    closed: 'Esta pesquisa já foi encerrada. Obrigado!',
    wrong: 'Este link não é válido.',
    tooMany: 'Muitas tentativas. Aguarde um minuto e tente de novo.',
  },
  en: {
    title: 'How did we do?',
    ask: 'Tap your rating:',
    send: 'Send this rating',
    done: 'Thank you! Your rating was recorded.',
    chosen: 'Your rating: {rating}',
    change: 'Changed your mind? Tap another rating.',
    comment: 'Want to tell us more? (optional)',
    commentSend: 'Send comment',
    commented: 'Thank you, we got your comment.',
    refuse: 'Stop sending me surveys',
    refused: 'Done: this company won’t send you any more surveys.',
    closed: 'This survey is closed. Thank you!',
    wrong: 'This link is not valid.',
    tooMany: 'Too many attempts. Please wait a minute and try again.',
  },
  es: {
    title: '¿Cómo fue su atención?',
    ask: 'Toque su calificación:',
    send: 'Enviar esta calificación',
    done: '¡Gracias! Su calificación fue registrada.',
    chosen: 'Su calificación: {rating}',
    change: '¿Cambió de idea? Toque otra calificación.',
    comment: '¿Quiere contarnos más? (opcional)',
    commentSend: 'Enviar comentario',
    commented: 'Gracias, recibimos tu comentario.',
    refuse: 'No quiero recibir más encuestas',
    refused: 'Listo: no recibirá más encuestas de esta empresa.',
    closed: 'Esta encuesta ya terminó. ¡Gracias!',
    wrong: 'Este enlace no es válido.',
    tooMany: 'Demasiados intentos. Espere un minuto e intente de nuevo.',
  },
};
