import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayIn } from '../../kernel/calendar.ts';
import { makeSecrets } from '../../kernel/secrets.ts';
import { checkDigit, protocolNumber, readProtocol } from './protocol.ts';
import { fromBase32, readReplyToken, replyToken, toBase32, tokensIn } from './tokens.ts';

describe('protocol numbers', () => {
  it('knows the example of ISO/IEC 7064 MOD 11,10', () => {
    // 0794 has the check digit 5 in the standard's own example.
    expect(checkDigit('0794')).toBe(5);
  });
  it('are read however they are typed or said', () => {
    const number = protocolNumber('2026-11-22', 42);
    expect(number).toMatch(/^20261122-000042-\d$/);
    for (const typed of [
      number,
      number.replaceAll('-', ''),
      number.replaceAll('-', ' '),
      number.replaceAll('-', '.'),
    ]) {
      expect(readProtocol(typed)).toBe(number);
    }
  });
  it('a wrong digit or two swapped ones are found', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999 }),
        fc.nat(14),
        fc.integer({ min: 1, max: 9 }),
        (n, place, add) => {
          const digits = protocolNumber('2026-11-22', n).replaceAll('-', '');
          const wrong = [...digits];
          wrong[place] = String((Number(digits[place]) + add) % 10);
          expect(readProtocol(wrong.join(''))).toBeNull();
        },
      ),
    );
  });
  it('carry the day of the organisation, not of the server', () => {
    const late = new Date('2026-11-23T01:30:00Z');
    expect(dayIn('America/Sao_Paulo', late)).toBe('2026-11-22');
    expect(dayIn('UTC', late)).toBe('2026-11-23');
  });
  it('do not come out of other numbers', () => {
    for (const text of ['', '123456', '11999998888', '00000000-000000-0', 'abc'])
      expect(readProtocol(text)).toBeNull();
  });
});

describe('tokens', () => {
  const secrets = makeSecrets([Buffer.alloc(32, 1).toString('base64')]);
  const org = '01930000-0000-7000-8000-000000000001';
  it('base32 comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(
          fromBase32(toBase32(bytes))
            ?.toString('hex')
            .slice(0, bytes.length * 2),
        ).toBe(Buffer.from(bytes).toString('hex'));
      }),
    );
  });
  it('a reply token names its conversation in any case, and only in its organisation', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const token = replyToken(secrets, org, id);
        expect(token.length).toBeLessThanOrEqual(45);
        expect(readReplyToken(secrets, org, token.toUpperCase())).toBe(id);
        expect(readReplyToken(secrets, '01930000-0000-7000-8000-000000000002', token)).toBeNull();
      }),
    );
  });
  it('lesson 39: a token with one letter changed names nothing', () => {
    const token = replyToken(secrets, org, '01930000-0000-7000-8000-00000000abcd');
    for (let place = 3; place < token.length; place += 1) {
      const other = token[place] === 'a' ? 'b' : 'a';
      expect(readReplyToken(secrets, org, token.slice(0, place) + other + token.slice(place + 1))).toBeNull();
    }
  });
  it('survives the rotation of the master key', () => {
    const old = Buffer.alloc(32, 1).toString('base64');
    const rotated = makeSecrets([Buffer.alloc(32, 2).toString('base64'), old]);
    const id = '01930000-0000-7000-8000-00000000abcd';
    expect(readReplyToken(rotated, org, replyToken(secrets, org, id))).toBe(id);
  });
  it('are found in a text, at most a few', () => {
    const token = replyToken(secrets, org, '01930000-0000-7000-8000-00000000abcd');
    expect(tokensIn(`Oi! ${token} obrigado`)).toEqual([token]);
    expect(tokensIn(`${token} `.repeat(50))).toHaveLength(5);
    expect(tokensIn('m-rabc')).toEqual([]);
  });
});
