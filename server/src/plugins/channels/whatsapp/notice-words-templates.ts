import type { NoticeWords } from '@meada/contract/account-news';
import { advice, one, other, say } from './notice-advice.ts';

/** What the platform's notices about templates mean: data, as `notice-words.ts`. */
export const templateNotices: Record<string, Record<string, NoticeWords>> = {
  message_template_components_update: {
    [other]: one(
      say(
        'O texto do modelo {template} foi mudado na Meta.',
        'The text of the template {template} was changed at Meta.',
        'El texto de la plantilla {template} fue cambiado en Meta.',
      ),
      advice.nothing,
    ),
  },
  message_template_quality_update: {
    [other]: one(
      say(
        'Clientes reclamam do modelo {template} ou o bloqueiam: a qualidade dele caiu.',
        'Customers complain about the template {template} or block it: its quality has dropped.',
        'Clientes se quejan de la plantilla {template} o la bloquean: su calidad bajó.',
      ),
      advice.quality,
    ),
  },
  message_template_status_update: {
    REJECTED: one(
      say(
        'O modelo {template} foi reprovado.',
        'The template {template} was rejected.',
        'La plantilla {template} fue rechazada.',
      ),
      advice.template,
    ),
    PAUSED: one(
      say(
        'O modelo {template} foi pausado por baixa qualidade e não pode ser enviado por algumas horas.',
        'The template {template} was paused for low quality and cannot be sent for some hours.',
        'La plantilla {template} fue puesta en pausa por baja calidad y no se puede enviar por unas horas.',
      ),
      advice.quality,
    ),
    DISABLED: one(
      say(
        'O modelo {template} foi desativado pela Meta.',
        'Meta disabled the template {template}.',
        'Meta desactivó la plantilla {template}.',
      ),
      advice.template,
    ),
    DELETED: one(
      say(
        'O modelo {template} foi apagado.',
        'The template {template} was deleted.',
        'La plantilla {template} fue eliminada.',
      ),
      say(
        'Se foi engano, envie outro com um nome novo.',
        'If it was a mistake, submit another under a new name.',
        'Si fue un error, envíe otra con un nombre nuevo.',
      ),
    ),
    [other]: one(
      say(
        'O modelo {template} não pode ser enviado ({word}).',
        'The template {template} cannot be sent ({word}).',
        'La plantilla {template} no se puede enviar ({word}).',
      ),
      advice.template,
    ),
  },
  template_category_update: {
    [other]: one(
      say(
        'A Meta cobra o modelo {template} em outra categoria, ou vai cobrar em breve.',
        'Meta charges the template {template} in another category, or will soon.',
        'Meta cobra la plantilla {template} en otra categoría, o lo hará pronto.',
      ),
      advice.cost,
    ),
  },
};
