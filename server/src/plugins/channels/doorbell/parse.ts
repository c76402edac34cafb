import type { IdentityKind, Inbound } from '@meada/contract/channels';
import { canonicalPhone, displayPhone, phoneKey } from '../../../kernel/phone.ts';
import type { Receipt } from '../../../modules/inboxes/port.ts';
import { CallRecord } from './record.ts';

/**
 * A number somebody wrote into the form. It has a space of its own: whoever types another's number must not meet what
 * that number's proven holder has; that it may be theirs is said as a claim.
 */
export const typedKind: IdentityKind = {
  kind: 'typed_phone',
  label: {
    'pt-BR': 'Telefone informado no site',
    en: 'Telephone given on the site',
    es: 'Teléfono dado en el sitio',
  },
  canonical: (value) => canonicalPhone(value, 'BR'),
  matchKey: (canonical) => `typed:${phoneKey(canonical)}`,
};

/** Turns one record of the route into the message it is; throws on anything else. */
export function parse(receipt: Receipt): Inbound[] {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(receipt.body);
  const record = CallRecord.parse(JSON.parse(text));
  return [
    {
      kind: 'message',
      externalId: record.clientId,
      at: record.at,
      from: { kind: typedKind.kind, value: record.phone, name: record.name },
      proof: 'none',
      claims: [{ kind: 'phone', value: record.phone, source: 'form' }],
      content: {
        v: 1,
        kind: 'callback',
        name: record.name,
        phone: displayPhone(record.phone),
        ...(record.text.trim() && { text: record.text }),
        ...(record.from && { from: record.from }),
        promisedAt: record.promisedAt,
        consent: record.consent,
      },
      ...(record.locale && { locale: record.locale }),
      // Nothing can be written there: the form has told what it promises.
      facts: { noAutomaticAnswer: true, ...(record.page && { page: record.page }) },
    },
  ];
}
