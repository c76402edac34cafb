import type { NoticeWords } from '@meada/contract/account-news';
import { advice, one, other, say } from './notice-advice.ts';
import { templateNotices } from './notice-words-templates.ts';

/** What the platform's notices mean: data. `{template}`, `{limit}` and `{word}` are filled in. */

/** By webhook field, then by the word that says what happened. */
export const notices: Record<string, Record<string, NoticeWords>> = {
  ...templateNotices,
  account_alerts: {
    [other]: one(
      say(
        'A Meta mandou um alerta sobre a conta ({word}).',
        'Meta sent an alert about the account ({word}).',
        'Meta envió una alerta sobre la cuenta ({word}).',
      ),
      advice.panel,
    ),
  },
  account_review_update: {
    APPROVED: one(
      say('A Meta aprovou a conta.', 'Meta approved the account.', 'Meta aprobó la cuenta.'),
      advice.nothing,
    ),
    REJECTED: one(
      say('A Meta reprovou a conta.', 'Meta rejected the account.', 'Meta rechazó la cuenta.'),
      advice.panel,
    ),
    [other]: one(
      say(
        'A conta está em análise na Meta ({word}).',
        'Meta is reviewing the account ({word}).',
        'Meta está revisando la cuenta ({word}).',
      ),
      advice.panel,
    ),
  },
  account_update: {
    VERIFIED_ACCOUNT: one(
      say('A conta foi verificada.', 'The account was verified.', 'La cuenta fue verificada.'),
      advice.nothing,
    ),
    DISABLED_UPDATE: one(
      say(
        'A Meta desativou a conta: nada mais sai por este número.',
        'Meta disabled the account: nothing goes out from this number.',
        'Meta desactivó la cuenta: nada sale por este número.',
      ),
      advice.panel,
    ),
    ACCOUNT_RESTRICTION: one(
      say(
        'A Meta restringiu a conta: parte dos envios está bloqueada.',
        'Meta restricted the account: some messages are blocked.',
        'Meta restringió la cuenta: parte de los envíos está bloqueada.',
      ),
      advice.panel,
    ),
    ACCOUNT_VIOLATION: one(
      say(
        'A Meta diz que a conta violou uma regra.',
        'Meta says that the account broke a rule.',
        'Meta dice que la cuenta incumplió una regla.',
      ),
      advice.panel,
    ),
    ACCOUNT_DELETED: one(
      say(
        'A conta foi apagada na Meta.',
        'The account was deleted at Meta.',
        'La cuenta fue eliminada en Meta.',
      ),
      advice.panel,
    ),
    PARTNER_REMOVED: one(
      say(
        'O aplicativo perdeu o acesso à conta.',
        'The app has lost access to the account.',
        'La aplicación perdió el acceso a la cuenta.',
      ),
      say(
        'Dê o acesso de novo na Meta, salve o token na Conexão e teste.',
        'Grant access again at Meta, save the token under Connection and test.',
        'Dé el acceso de nuevo en Meta, guarde el token en Conexión y pruebe.',
      ),
    ),
    [other]: one(
      say(
        'Algo mudou na conta ({word}).',
        'Something changed in the account ({word}).',
        'Algo cambió en la cuenta ({word}).',
      ),
      advice.panel,
    ),
  },
  business_capability_update: {
    [other]: one(
      say(
        'Mudou quantas pessoas a empresa pode procurar primeiro por dia: {limit}.',
        'The number of people you can message first per day has changed: {limit}.',
        'Cambió a cuántas personas puede escribir primero la empresa por día: {limit}.',
      ),
      advice.nothing,
    ),
  },
  business_status_update: {
    COMPROMISED_NOTIFICATION: one(
      say(
        'A Meta acha que a conta da empresa foi invadida.',
        'Meta believes that your account was compromised.',
        'Meta cree que la cuenta de la empresa fue invadida.',
      ),
      advice.secure,
    ),
    [other]: one(
      say(
        'Mudou o estado da empresa na Meta ({word}).',
        'Your organisation’s status at Meta has changed ({word}).',
        'Cambió el estado de la empresa en Meta ({word}).',
      ),
      advice.panel,
    ),
  },
  business_username_update: {
    [other]: one(
      say(
        'Mudou o nome de usuário da empresa.',
        'Your username has changed.',
        'Cambió el nombre de usuario de la empresa.',
      ),
      advice.nothing,
    ),
  },
  payment_configuration_update: {
    [other]: one(
      say(
        'Mudou a configuração de pagamentos da conta.',
        'The account’s payment configuration has changed.',
        'Cambió la configuración de pagos de la cuenta.',
      ),
      advice.nothing,
    ),
  },
  phone_number_name_update: {
    APPROVED: one(
      say(
        'O nome que os clientes veem foi aprovado.',
        'The name customers see was approved.',
        'El nombre que ven los clientes fue aprobado.',
      ),
      advice.nothing,
    ),
    [other]: one(
      say(
        'O nome que os clientes veem não foi aprovado.',
        'The name customers see was not approved.',
        'El nombre que ven los clientes no fue aprobado.',
      ),
      say(
        'Peça outro nome, ligado à marca, no Gerenciador do WhatsApp.',
        'Ask for another name, tied to the brand, in the WhatsApp Manager.',
        'Pida otro nombre, ligado a la marca, en el Administrador de WhatsApp.',
      ),
    ),
  },
  phone_number_quality_update: {
    FLAGGED: one(
      say(
        'A qualidade do número está baixa; se continuar, ele poderá procurar menos pessoas (agora {limit} por dia).',
        'The number’s quality is low; if it stays that way, it will be able to message fewer people first (now {limit} per day).',
        'La calidad del número es baja; si sigue así podrá escribir a menos personas (ahora {limit} por día).',
      ),
      advice.quality,
    ),
    UNFLAGGED: one(
      say(
        'A qualidade do número voltou ao normal.',
        'The number’s quality is normal again.',
        'La calidad del número volvió a la normalidad.',
      ),
      advice.nothing,
    ),
    DOWNGRADE: one(
      say(
        'O número agora só pode procurar {limit} pessoas por dia.',
        'The number can now message only {limit} people first per day.',
        'El número ahora solo puede escribir primero a {limit} personas por día.',
      ),
      advice.quality,
    ),
    UPGRADE: one(
      say(
        'O número agora pode procurar {limit} pessoas por dia.',
        'The number can now message {limit} people first per day.',
        'El número ahora puede escribir primero a {limit} personas por día.',
      ),
      advice.nothing,
    ),
    THROUGHPUT_UPGRADE: one(
      say(
        'O número agora envia mais mensagens por segundo.',
        'The number now sends more messages per second.',
        'El número ahora envía más mensajes por segundo.',
      ),
      say(
        'Em Conexão › Avançado, aumente o limite por segundo para usá-lo.',
        'Under Connection › Advanced, raise the per-second limit to use it.',
        'En Conexión › Avanzado, aumente el límite por segundo para usarlo.',
      ),
    ),
    ONBOARDING: one(
      say(
        'O número foi ligado à plataforma.',
        'The number was connected to the platform.',
        'El número fue conectado a la plataforma.',
      ),
      advice.nothing,
    ),
    [other]: one(
      say(
        'Mudou a qualidade ou o limite do número ({word}).',
        'The number’s quality or limit has changed ({word}).',
        'Cambió la calidad o el límite del número ({word}).',
      ),
      advice.quality,
    ),
  },
  security: {
    [other]: one(
      say(
        'Alguém mudou ou pediu o PIN do número.',
        'Someone changed or requested the number’s PIN.',
        'Alguien cambió o pidió el PIN del número.',
      ),
      advice.secure,
    ),
  },
};
