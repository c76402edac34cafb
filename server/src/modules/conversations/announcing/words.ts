import type { Locale } from '@meada/contract/primitives';
import type { Secrets } from '../../../kernel/secrets.ts';

/** The words of an announcement: filling in, and how somebody says that they want no more. Pure. */

const places = ['name', 'inbox', 'address', 'link', 'refuse'] as const;
export type Filling = Record<(typeof places)[number], string>;

/** What is added to a text that does not say how to refuse. */
const refusal: Record<Locale, string> = {
  'pt-BR': 'Não quer receber avisos? Responda SAIR ou abra {refuse}',
  en: 'Don’t want announcements? Reply STOP or open {refuse}',
  es: '¿No quiere recibir avisos? Responda BAJA o abra {refuse}',
};

/** The text for one customer. Values are put in once and not read again for places; a name nobody knows leaves no gap. */
export function filled(text: string, locale: Locale, filling: Filling): string {
  const whole = text.includes('{refuse}') ? text : `${text.trimEnd()}\n\n${refusal[locale]}`;
  const known = filling.name ? whole : whole.replace(/,? ?\{name\}/g, '');
  return known.replace(/\{(\w+)\}/g, (place, name: string) => filling[name as keyof Filling] ?? place);
}

/** Single words by which people end such messages, in the languages of the product. */
const noMore =
  /^\s*(sair|parar|pare|cancelar|remover|descadastrar|stop|unsubscribe|quit|baja|salir|cancelar suscripci[oó]n)[\s.!]*$/i;

/** The whole message is a word of refusal; within a sentence it may mean anything. */
export const isRefusal = (text: string): boolean => text.length < 60 && noMore.test(text);

const uuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const signatureBytes = 16;
type Person = { orgId: string; customerId: string };

const signaturesOf = (secrets: Secrets, { orgId, customerId }: Person): Buffer[] =>
  secrets
    .signatures('refusal', `${orgId} ${customerId}`)
    .map((signature) => signature.subarray(0, signatureBytes));

/** What the link to refuse carries: who, signed; it opens nothing but the refusal. */
export function refusalToken(secrets: Secrets, person: Person): string {
  const ids = Buffer.from(`${person.orgId}${person.customerId}`.replaceAll('-', ''), 'hex');
  return Buffer.concat([ids, signaturesOf(secrets, person)[0] ?? Buffer.alloc(0)]).toString('base64url');
}

/** Who the link is about, or null when it is none of ours. */
export function readRefusalToken(secrets: Secrets, token: string): Person | null {
  if (!/^[\w-]{64}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const hex = bytes.subarray(0, 32).toString('hex');
  const person = { orgId: uuid(hex.slice(0, 32)), customerId: uuid(hex.slice(32)) };
  const given = bytes.subarray(32);
  return signaturesOf(secrets, person).some((signature) => signature.equals(given)) ? person : null;
}
