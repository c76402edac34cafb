import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { Locale, Translated } from '@meada/contract/primitives';
import type { ChannelIo, ConnectionTest } from '../../../modules/inboxes/port.ts';
import { pauseOf, reachOf } from '../reaching.ts';
import { format, type HttpRequest, requestOf, TemplateError } from './format.ts';
import { documentOf, holds, readBy } from './path.ts';
import { type Account, accountOf } from './settings.ts';

const words = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });
const sentences = {
  empty: words('Não há nada para enviar.', 'There is nothing to send.', 'No hay nada que enviar.'),
  template: words(
    'O modelo do corpo ou o endereço nas configurações não está certo.',
    'The body template or the address in the settings is not right.',
    'El modelo del cuerpo o la dirección en la configuración no es correcto.',
  ),
  unreachable: words(
    'O provedor não pôde ser alcançado.',
    'The provider could not be reached.',
    'No se pudo contactar al proveedor.',
  ),
  busy: words('O provedor pede calma.', 'The provider asks to slow down.', 'El proveedor pide calma.'),
  refused: words('O provedor recusou.', 'The provider refused.', 'El proveedor rechazó.'),
  unknown: words(
    'Não se sabe se saiu: a resposta do provedor não diz.',
    'It is not known whether it went out: the provider’s answer does not say.',
    'No se sabe si salió: la respuesta del proveedor no lo dice.',
  ),
  partly: words('Só o começo foi enviado.', 'Only the beginning was sent.', 'Solo se envió el comienzo.'),
};

const timeoutMs = 30_000;
const answerBytes = 64 * 1024;

/** Sends a message, one request per piece; once the first is out nothing is tried again as a whole. */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  const { locale } = message.author;
  const texts = format(message);
  if (texts.length === 0) return { state: 'failed', code: 'empty', text: sentences.empty[locale] };
  const ids: string[] = [];
  for (const [part, text] of texts.entries()) {
    const id = part === 0 ? message.dispatchId : `${message.dispatchId}-${part + 1}`;
    const result = await sendOne(io, { to: message.to.value, text, id, webhook: io.webhookUrl }, locale);
    if (result.state !== 'sent') return ids.length === 0 ? result : partly(result, locale);
    ids.push(result.externalId);
  }
  const [externalId = '', ...moreExternalIds] = ids;
  return { state: 'sent', externalId, ...(moreExternalIds.length > 0 && { moreExternalIds }) };
}

async function sendOne(
  io: ChannelIo,
  said: { to: string; text: string; id: string; webhook?: string },
  locale: Locale,
): Promise<SendResult> {
  const account = accountOf(io.settings);
  let request: HttpRequest;
  try {
    request = requestOf(account, said);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { state: 'failed', code: 'template', text: sentences.template[locale] };
  }
  try {
    const { url, ...init } = request;
    const answer = await io.egress.fetch(url, { ...init, timeoutMs, maxBytes: answerBytes, redirects: 0 });
    const text = new TextDecoder().decode(await answer.bytes().catch(() => new Uint8Array()));
    return resultOf(
      { ...answer, text, document: documentOf(text) },
      { account, said, locale, now: io.now() },
    );
  } catch (error) {
    return unreached(error, locale);
  }
}

function unreached(error: unknown, locale: Locale): SendResult {
  const text = error instanceof Error ? error.message.slice(0, 300) : '';
  const reach = reachOf(error);
  if (reach === 'barred') return { state: 'failed', code: 'address_refused', text };
  if (reach === 'unsent')
    return { state: 'retry', code: 'unreachable', text: `${sentences.unreachable[locale]} ${text}` };
  return { state: 'unknown', code: 'no_answer', text: `${sentences.unknown[locale]} ${text}` };
}

type Read = { status: number; headers: Record<string, string>; text: string; document: unknown };
type About = { account: Account; said: { id: string }; locale: Locale; now: Date };

function resultOf(answer: Read, { account, said, locale, now }: About): SendResult {
  const reason = readBy(account.errorRule, answer, 300) ?? `HTTP ${answer.status}`;
  if (answer.status === 429 || answer.status === 425) {
    const pause = pauseOf(answer.headers['retry-after'], now);
    const text = `${sentences.busy[locale]} ${reason}`;
    return { state: 'retry', code: 'rate', text, ...(pause && { afterSeconds: pause }) };
  }
  if (answer.status >= 500 || answer.status === 408 || answer.status < 200)
    return {
      state: 'unknown',
      code: `answer_${answer.status}`,
      text: `${sentences.unknown[locale]} ${reason}`,
    };
  if (answer.status >= 300)
    return {
      state: 'failed',
      code: `refused_${answer.status}`,
      text: `${sentences.refused[locale]} ${reason}`,
    };
  if (account.successRule === '' || holds(account.successRule, answer)) {
    // Without a number in the answer our own names it: reports may bring that back.
    const id = readBy(account.idRule, answer, 200);
    return id && id !== said.id
      ? { state: 'sent', externalId: id, moreExternalIds: [said.id] }
      : { state: 'sent', externalId: said.id };
  }
  // Garbage with a 200 says nothing; a readable answer that names no success is a refusal.
  if (answer.document === undefined)
    return { state: 'unknown', code: 'unreadable', text: sentences.unknown[locale] };
  return { state: 'failed', code: 'refused', text: `${sentences.refused[locale]} ${reason}` };
}

function partly(result: SendResult, locale: Locale): SendResult {
  if (result.state === 'sent') return result;
  const state = result.state === 'unknown' ? 'unknown' : 'failed';
  return { state, code: `partly:${result.code}`, text: `${sentences.partly[locale]} ${result.text}` };
}

/** Nothing can be asked of an unknown gateway without sending: the settings themselves are checked. */
export async function test(io: ChannelIo): Promise<ConnectionTest> {
  const account = accountOf(io.settings);
  const target = URL.parse(account.url);
  const steps: ConnectionTest['steps'] = [
    { name: 'address', ok: target !== null, text: target?.host ?? account.url.slice(0, 200) },
  ];
  try {
    requestOf(account, { to: '+5541988887777', text: '"oi" & tchau', id: 'test' });
    steps.push({ name: 'template', ok: true });
  } catch {
    steps.push({ name: 'template', ok: false });
  }
  if (target) steps.push(await reached(io, target));
  return { ok: steps.every((one) => one.ok), steps };
}

async function reached(io: ChannelIo, target: URL): Promise<ConnectionTest['steps'][number]> {
  const port = Number(target.port || (target.protocol === 'https:' ? 443 : 80));
  try {
    await io.egress.resolve(target.hostname, port);
    return { name: 'reached', ok: true };
  } catch (error) {
    return { name: 'reached', ok: false, text: (error as Error).message.slice(0, 200) };
  }
}
