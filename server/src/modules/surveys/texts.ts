import type { Locale } from '@meada/contract/primitives';
import type { SurveyScale } from '@meada/contract/surveys';

/** Words the house says to customers around a rating: data. */

/** What a firm that has not written its own asks. */
export const firstQuestions: Record<Locale, string> = {
  'pt-BR': 'Como foi o seu atendimento com {firm}?',
  en: 'How was your conversation with {firm}?',
  es: '¿Cómo fue su atención con {firm}?',
};

/** Asks for a number where nothing can be pressed. */
export const byNumber: Record<Locale, Record<SurveyScale, string>> = {
  'pt-BR': {
    faces: 'Responda com um número de 1 (péssimo) a 5 (ótimo).',
    stars: 'Responda com um número de 1 a 5.',
    thumbs: 'Responda 1 se foi ruim ou 2 se foi bom.',
  },
  en: {
    faces: 'Reply with a number from 1 (terrible) to 5 (great).',
    stars: 'Reply with a number from 1 to 5.',
    thumbs: 'Reply 1 for bad or 2 for good.',
  },
  es: {
    faces: 'Responda con un número de 1 (pésimo) a 5 (excelente).',
    stars: 'Responda con un número de 1 a 5.',
    thumbs: 'Responda 1 si fue malo o 2 si fue bueno.',
  },
};

export const orByLink: Record<Locale, string> = {
  'pt-BR': 'Ou avalie aqui:',
  en: 'Or rate here:',
  es: 'O califique aquí:',
};

export const oneTap: Record<Locale, string> = {
  'pt-BR': 'Um toque basta. Não precisa de senha.',
  en: 'One tap is enough. No password needed.',
  es: 'Basta un toque. No necesita contraseña.',
};

export const thanks: Record<Locale, { plain: string; comment: string; button: string }> = {
  'pt-BR': {
    plain: 'Obrigado pela sua avaliação!',
    comment: 'Obrigado! Quer contar mais?',
    button: 'Deixar comentário',
  },
  en: {
    plain: 'Thank you for your rating!',
    comment: 'Thank you! Want to tell us more?',
    button: 'Leave a comment',
  },
  es: {
    plain: '¡Gracias por su calificación!',
    comment: '¡Gracias! ¿Quiere contarnos más?',
    button: 'Dejar comentario',
  },
};

/** What stands for a customer whose name nobody knows. */
export const nameless: Record<Locale, string> = { 'pt-BR': 'cliente', en: 'customer', es: 'cliente' };
