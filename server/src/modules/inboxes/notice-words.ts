import type { NoticeWords } from '@meada/contract/account-news';
import type { Translated } from '@meada/contract/primitives';
import type { ChannelPlugin } from './port.ts';

const say = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });

/** What platforms of several kinds tell alike, by the code the plug-ins give it (before a colon). */
const common: Record<string, NoticeWords> = {
  revoked: {
    says: say(
      'A conta não autoriza mais o Meada: nada chega nem sai por esta caixa.',
      'The account no longer authorises Meada: nothing comes in or goes out through this inbox.',
      'La cuenta ya no autoriza a Meada: nada entra ni sale por esta bandeja.',
    ),
    advice: say(
      'Autorize de novo na conta da plataforma, ponha a chave nova em Conexão e teste.',
      'Authorise it again in the platform’s account, enter the new key under Connection and test it.',
      'Autorice de nuevo en la cuenta de la plataforma, ponga la clave nueva en Conexión y pruebe.',
    ),
  },
  mention: {
    says: say(
      'A empresa foi mencionada em outro lugar, e a plataforma não diz por quem nem com que palavras.',
      'Your organisation was mentioned elsewhere; the platform doesn’t say by whom or in what words.',
      'La empresa fue mencionada en otro lugar, y la plataforma no dice por quién ni con qué palabras.',
    ),
    advice: say(
      'Abra a menção na plataforma e responda por lá, se for o caso.',
      'Open the mention on the platform and reply there if needed.',
      'Abra la mención en la plataforma y responda allí si hace falta.',
    ),
  },
  blocked_by_customer: {
    says: say(
      'Um cliente bloqueou a conta da empresa: o que for escrito a ele não chega.',
      'A customer blocked your account: messages to them don’t arrive.',
      'Un cliente bloqueó la cuenta de la empresa: lo que se le escriba no llega.',
    ),
    advice: say(
      'Para falar com ele, use outro canal, se ele aceitar.',
      'To reach them, use another channel, if they agree.',
      'Para hablarle use otro canal, si lo acepta.',
    ),
  },
  unblocked_by_customer: {
    says: say(
      'Um cliente voltou a permitir mensagens.',
      'A customer allows messages again.',
      'Un cliente vuelve a permitir mensajes.',
    ),
    advice: say('Nada a fazer.', 'Nothing to do.', 'Nada que hacer.'),
  },
  removed_from_group: {
    says: say(
      'A conta foi tirada de um grupo.',
      'The account was removed from a group.',
      'La cuenta fue quitada de un grupo.',
    ),
    advice: say(
      'Se foi engano, peça a um administrador do grupo que a ponha de volta.',
      'If it was a mistake, ask a group administrator to add it back.',
      'Si fue un error, pida a un administrador del grupo que la agregue de nuevo.',
    ),
  },
  added_to_group: {
    says: say(
      'A conta foi posta em um grupo.',
      'The account was added to a group.',
      'La cuenta fue agregada a un grupo.',
    ),
    advice: say(
      'Confira se é um grupo que a empresa quer atender; se não for, saia dele.',
      'Check whether you want to serve that group; if not, leave it.',
      'Compruebe si la empresa quiere atender ese grupo; si no, salga de él.',
    ),
  },
  unknown_account: {
    says: say(
      'Chegaram avisos de uma conta que nenhuma caixa atende.',
      'Notices arrived for an account that no inbox serves.',
      'Llegaron avisos de una cuenta que ninguna bandeja atiende.',
    ),
    advice: say(
      'Se a conta é da empresa, crie uma caixa para ela; se não é, tire-a do aplicativo na plataforma.',
      'If the account is yours, create an inbox for it; if not, remove it from the app on the platform.',
      'Si la cuenta es de la empresa, cree una bandeja; si no, quítela de la aplicación en la plataforma.',
    ),
  },
};

type Notice = { code: string; text: string; facts: Record<string, string | number | boolean> };

/** A platform's notice as people say it and what to do about it; null when only the platform's words are known. Pure. */
export function noticeWords(plugin: ChannelPlugin | undefined, notice: Notice): NoticeWords | null {
  const [code = ''] = notice.code.split(':');
  return plugin?.explain?.(notice) ?? (Object.hasOwn(common, code) ? (common[code] ?? null) : null);
}
