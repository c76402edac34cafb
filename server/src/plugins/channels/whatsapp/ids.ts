import type { Address, IdentityKind } from '@meada/contract/channels';
import { phoneKey } from '../../../kernel/phone.ts';
import { line } from './read.ts';

/**
 * One human has several ids here: the messenger id made of the telephone number (`wa_id`, in Brazil often without the
 * ninth digit), since 2026 the business-scoped user id (`BR.1502…`, also with `ENT.` across portfolios), which is all
 * there is of a person who hides the number behind a username, and the device-level "LID".
 */
const userId = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;
const lid = /^\d{5,20}@lid$/;
const waId = /^\d{5,20}$/;

/** Digits of a number or `wa_id` in any spelling (`+55 41 …`, `…@c.us`), or null. */
function waIdOf(value: string): string | null {
  if (value.length > 64) return null;
  const bare = value.trim().replace(/@(c\.us|s\.whatsapp\.net)$/, '');
  if (!/^\+?[\d\s().-]+$/.test(bare)) return null;
  const digits = bare.replace(/\D/g, '');
  return waId.test(digits) ? digits : null;
}

function matching(pattern: RegExp): (value: string) => string | null {
  return (value) => {
    const bare = value.trim();
    return pattern.test(bare) ? bare : null;
  };
}

/** The identity kinds of this channel; the first is a telephone number and meets other channels' in `tel:`. */
export const identityKinds: IdentityKind[] = [
  {
    kind: 'whatsapp',
    label: { 'pt-BR': 'Número do WhatsApp', en: 'WhatsApp number', es: 'Número de WhatsApp' },
    canonical: waIdOf,
    matchKey: (canonical) => `tel:${phoneKey(canonical)}`,
  },
  {
    kind: 'whatsapp_user',
    label: { 'pt-BR': 'Usuário do WhatsApp', en: 'WhatsApp user', es: 'Usuario de WhatsApp' },
    canonical: matching(userId),
    matchKey: (canonical) => `whatsapp_user:${canonical}`,
  },
  {
    kind: 'whatsapp_lid',
    label: { 'pt-BR': 'Aparelho do WhatsApp', en: 'WhatsApp device', es: 'Dispositivo de WhatsApp' },
    canonical: matching(lid),
    matchKey: (canonical) => `whatsapp_lid:${canonical}`,
  },
];

/** The address behind an id as received, its kind told by its form; undefined when it is none of ours. */
export function addressOf(value: unknown, name?: string): Address | undefined {
  const received = line(value, 512);
  const kind = received && identityKinds.find((one) => one.canonical(received) !== null);
  if (!received || !kind) return undefined;
  return name === undefined
    ? { kind: kind.kind, value: received }
    : { kind: kind.kind, value: received, name };
}

/** Distinct addresses in the order given; the first is the one to answer to. */
export function addressesOf(values: unknown[], name?: string): Address[] {
  const found = values.map((value) => addressOf(value, name)).filter((one) => one !== undefined);
  return found.filter((one, i) => found.findIndex((other) => other.value === one.value) === i);
}
