import type { AnnouncementTexts } from '@meada/contract/routes/announcements';

/** What is proposed, in the customer's language and not in that of the reader. */
export const proposedTexts: AnnouncementTexts = {
  'pt-BR':
    'Olá, {name}! Agora você também pode falar com a gente por {inbox}: {address}. Se preferir, continue por aqui mesmo.',
  en: 'Hello {name}! You can now talk to us on {inbox}, too: {address}. If you prefer, just go on here.',
  es: '¡Hola, {name}! Ahora también puedes hablar con nosotros por {inbox}: {address}. Si prefieres, sigue por aquí.',
};
