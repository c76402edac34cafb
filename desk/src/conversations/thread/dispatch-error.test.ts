import { describe, expect, it } from 'vitest';
import texts from '../../i18n/locales/pt-BR/conversations.json' with { type: 'json' };
import { familyOf } from './dispatch-error.ts';

describe('why a message was not sent', () => {
  it.each([
    ['blocked_by_customer', 'blocked'],
    ['5.1.1', 'address'],
    ['5.2.2', 'full'],
    ['4.4.7', 'expired'],
    ['5.5.4', 'rejected'],
    ['smtp_552', 'tooLarge'],
    ['smtp_571', 'rejected'],
    ['partly:131047', 'partly'],
    ['refused_401', 'credentials'],
    ['answer_503', 'noAnswer'],
    // Told in the platform's words, which the server has translated.
    ['131047', null],
    ['__proto__', null],
    ['constructor', null],
  ])('%s', (code, family) => {
    expect(familyOf(code)).toBe(family);
    if (family) expect(texts.dispatchError).toHaveProperty(family);
  });
});
