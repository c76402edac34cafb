import type { NoticeWords } from '@meada/contract/account-news';
import type { Translated } from '@meada/contract/primitives';

/** What to do about the platform's notices, and why it rejects templates: data. */

export const say = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });

/** Stands for every word of a field that has no sentence of its own. */
export const other = '*';

export const advice = {
  nothing: say('Nada a fazer.', 'Nothing to do.', 'Nada que hacer.'),
  panel: say(
    'Abra o Gerenciador do WhatsApp na Meta: lá está o que falta e como pedir revisão.',
    'Open the WhatsApp Manager at Meta: it says what is missing and how to ask for a review.',
    'Abra el Administrador de WhatsApp en Meta: allí está lo que falta y cómo pedir revisión.',
  ),
  quality: say(
    'Mande menos mensagens que ninguém pediu, deixe fácil recusar e responda logo a quem escreve; a qualidade é medida nos últimos 7 dias.',
    'Send fewer messages nobody asked for, make it easy to opt out, and reply quickly to those who write; quality is measured over the last 7 days.',
    'Envíe menos mensajes que nadie pidió, haga fácil rechazarlos y responda pronto; la calidad se mide en los últimos 7 días.',
  ),
  template: say(
    'Veja o modelo em Configurações › Modelos, corrija o texto e envie um novo para aprovação. Até lá, use outro.',
    'See the template under Settings › Templates, fix its text and submit a new one for approval. Use another until then.',
    'Vea la plantilla en Configuración › Plantillas, corrija el texto y envíe una nueva. Hasta entonces use otra.',
  ),
  cost: say(
    'Confira se o preço ainda compensa; para voltar à categoria anterior, mude o texto ou peça revisão à Meta.',
    'Check whether the price is still worth it; to get the previous category back, change the text or ask Meta for a review.',
    'Compruebe si el precio conviene; para volver a la categoría anterior cambie el texto o pida revisión a Meta.',
  ),
  secure: say(
    'Se não foi alguém da empresa, troque a senha e o PIN na Meta agora e confira quem tem acesso.',
    'If it was nobody in your organisation, change the password and PIN at Meta now and check who has access.',
    'Si no fue alguien de la empresa, cambie la contraseña y el PIN en Meta ahora y revise quién tiene acceso.',
  ),
};

/** Why a template was rejected. */
export const rejections: Record<string, Translated> = {
  ABUSIVE_CONTENT: say('Motivo: conteúdo abusivo.', 'Reason: abusive content.', 'Motivo: contenido abusivo.'),
  INVALID_FORMAT: say(
    'Motivo: formato dos campos.',
    'Reason: format of the fields.',
    'Motivo: formato de los campos.',
  ),
  PROMOTIONAL: say('Motivo: texto promocional.', 'Reason: promotional text.', 'Motivo: texto promocional.'),
  SCAM: say('Motivo: parece golpe.', 'Reason: looks like a scam.', 'Motivo: parece una estafa.'),
  TAG_CONTENT_MISMATCH: say(
    'Motivo: o texto não combina com a categoria.',
    'Reason: the text does not fit the category.',
    'Motivo: el texto no corresponde a la categoría.',
  ),
};

export const one = (says: Translated, what: Translated): NoticeWords => ({ says, advice: what });
