import { readFileSync } from 'node:fs';
import type { Inbound, OutboundMessage } from '@meada/contract/channels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRequest } from '../../../modules/inboxes/port.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { FormatError, format } from './format.ts';
import { x } from './index.ts';
import { authorization, baseString } from './oauth.ts';
import { sampleSettings as settings } from './samples.ts';
import { handshake, rule } from './verify.ts';
import { splitBy, weightOf } from './weight.ts';

const folder = new URL('.', import.meta.url);
const receipts = fixtureReceipts(folder);
const ana = { kind: 'x', value: '44196397001' };

function request(name: string): RawRequest {
  const body = new Uint8Array(readFileSync(new URL(`fixtures/${name}.json`, folder)));
  const headers = rule.sign(String(settings.consumerSecret), { url: '', body });
  return { method: 'POST', url: 'https://loja.example/hooks/1', query: {}, headers, body };
}
const hooks = receipts
  .map((one) => one.name.replace('.json', ''))
  .filter((name) => /^(hook-|future)/.test(name));

/** A message with nothing to say, or files nobody takes, is refused before anything is sent. */
function pieces(message: OutboundMessage): string[] {
  try {
    return format(message).parts.map((part) => part.text);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return [];
  }
}

describeChannel(x, {
  ...{ folder, settings, receipts, signatureHeader: 'x-twitter-webhooks-signature', to: ana, format: pieces },
  signed: hooks.map(request),
});

function parsed(name: string): Inbound[] {
  const receipt = receipts.find((one) => one.name === `${name}.json`)?.receipt;
  if (!receipt) throw new Error(`no fixture ${name}`);
  return x.parse(receipt, settings) as Inbound[];
}

describe('parse', () => {
  it.each<[string, object[]]>([
    [
      'mention',
      [
        {
          externalId: 'post:1990000000000000101',
          from: { kind: 'x', value: ana.value, name: '@anaprado' },
          proof: 'platform',
          public: { kind: 'mention', reach: 12800, url: 'https://x.com/anaprado/status/1990000000000000101' },
          outsideThread: { kind: 'post', key: '1990000000000000101' },
          content: { text: '@loja_azul comprei há 10 dias e nada chegou & ninguém responde' },
          facts: { handle: '@loja_azul', name: 'Ana Prado' },
          locale: 'pt-BR',
        },
      ],
    ],
    ['both', [{ facts: { handle: '@azul_ajuda, @loja_azul' } }]],
    ['reply', [{ public: { kind: 'comment' }, replyTo: ['post:1990000000000000150'] }]],
    [
      'edited',
      [
        { kind: 'message', externalId: 'post:1990000000000000101' },
        {
          kind: 'edit',
          externalId: 'post:1990000000000000101',
          content: { text: expect.stringContaining('12') },
        },
      ],
    ],
    [
      'media',
      [
        {
          content: { kind: 'media', media: 'image' },
          attachments: [
            { type: 'image/png', ref: ' https://pbs.twimg.com/media/caixa.png' },
            { kind: 'video', seconds: 9.2, ref: ' https://video.twimg.com/big.mp4' },
          ],
        },
      ],
    ],
    ['long', [{ content: { text: expect.stringMatching(/fim$/) } }]],
    ['quote', [{ facts: { quotes: true } }]],
    ['repost', [{ kind: 'ignored' }]],
    ['no-user', [{ from: { value: ana.value } }]],
    [
      'dm',
      [
        {
          externalId: 'dm:1990000000000000301',
          content: { text: expect.stringContaining('<42>') },
          outsideThread: { kind: 'chat', key: 'handle:8100000001', name: '@loja_azul' },
          facts: { handle: '@loja_azul' },
        },
      ],
    ],
    ['dm-service', [{ outsideThread: { key: 'handle:8100000002' }, facts: { handle: '@azul_ajuda' } }]],
    ['dm-file', [{ attachments: [{ ref: expect.stringMatching(/^8100000002 https:\/\/ton\./) }] }]],
    ['dm-own', [{ echo: true, to: { value: ana.value } }]],
    ['dm-group', [{ kind: 'ignored' }]],
    ['dm-join', [{ kind: 'ignored' }]],
    ['hook-mention', [{ public: { kind: 'mention', reach: 12800 }, from: { name: '@anaprado' } }]],
    ['hook-long', [{ content: { text: '@loja_azul texto inteiro da reclamação', media: 'image' } }]],
    ['hook-own', [{ echo: true, to: { value: ana.value, name: '@anaprado' }, public: { kind: 'comment' } }]],
    ['hook-sent-here', [{ kind: 'ignored', reason: 'our own, sent from here' }]],
    ['hook-delete', [{ kind: 'deletion', externalId: 'post:1990000000000000405' }]],
    ['hook-dm', [{ outsideThread: { key: 'handle:8100000001' }, from: { name: '@anaprado' } }]],
    ['hook-dm-own', [{ echo: true, to: { name: '@anaprado' } }]],
    ['hook-like', [{ kind: 'reaction', emoji: '❤️', externalId: 'post:1990000000000000405' }]],
    ['hook-read', [{ kind: 'signal', signal: 'read', upTo: 'dm:1990000000000000503' }]],
    ['hook-revoke', [{ kind: 'notice', code: 'revoked' }]],
    ['hook-follow', [{ kind: 'ignored' }]],
    ['hook-two', [{ kind: 'message' }, { kind: 'message' }]],
    ['future', [{ kind: 'ignored', reason: 'unknown kind of event: hologram_events' }]],
  ])('%s', (name, wanted) => expect(parsed(name)).toMatchObject(wanted));

  it('knows a post by the same id, fetched or by webhook', () => {
    const [arrival] = x.webhook?.arrivals(request('hook-mention')) ?? [];
    expect(arrival?.externalId).toBe('post:1990000000000000401');
    expect(parsed('hook-mention')[0]).toMatchObject({ externalId: arrival?.externalId });
  });
});

describe('OAuth 1.0a', () => {
  const keys = {
    consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
    consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
    token: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
    tokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
  };
  it('signs the platform’s published example as published', () => {
    const url = 'https://api.twitter.com/1.1/statuses/update.json?include_entities=true';
    const fields: [string, string][] = [['status', 'Hello Ladies + Gentlemen, a signed OAuth request!']];
    const at = { seconds: 1318622958, nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg' };
    expect(authorization({ method: 'POST', url, fields }, keys, at)).toContain(
      `oauth_signature="${encodeURIComponent('hCtSmYh+iHYCEqBWrE7C7hYmtUk=')}"`,
    );
  });
  it('makes the base string of RFC 5849 §3.4.1.1', () => {
    const parameters: [string, string][] = [
      ['oauth_consumer_key', '9djdj82h48djs9d2'],
      ['oauth_token', 'kkk9d7dh3k39sjv7'],
      ['oauth_signature_method', 'HMAC-SHA1'],
      ['oauth_timestamp', '137131201'],
      ['oauth_nonce', '7d8f3e4a'],
    ];
    const url = 'http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b';
    const fields: [string, string][] = [
      ['c2', ''],
      ['a3', '2 q'],
    ];
    expect(baseString({ method: 'post', url, fields }, parameters)).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });
});

describe('weighted length', () => {
  it.each<[string, number]>([
    ['Olá, tudo bem?', 14],
    ['日本語', 6],
    ['한국', 4],
    ['👍🏽', 2],
    ['👨‍👩‍👧‍👦🇧🇷', 4],
    ['cafe\u0301', 4],
    ['“aspas” – e …', 14],
    ['https://loja.example/a-very-long-address-of-a-product?with=query', 23],
    ['veja http://a.co.', 29],
    ['(https://loja.example/x)', 25],
  ])('%s counts %i', (text, weight) => expect(weightOf(text)).toBe(weight));

  it('splits anything into posts that fit, and says every word', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3000 }),
      fc
        .array(
          fc.constantFrom('palavra', '日本語', '👩‍👩‍👧‍👦', 'https://loja.example/x', 'a.co', '\n\n', 'fim.'),
          {
            maxLength: 300,
          },
        )
        .map((words) => words.join(' ')),
    );
    const property = fc.property(text, (given) => {
      const posts = splitBy(given, 280, weightOf);
      for (const post of posts) expect(weightOf(post)).toBeLessThanOrEqual(280);
      expect(posts.join('').replace(/\s/g, '')).toBe(given.replace(/\s/g, ''));
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('ends a post at a sentence rather than in its middle', () => {
    const sentence = `${'palavra '.repeat(22)}fim.`;
    expect(splitBy(`${sentence} ${sentence}`, 280, weightOf)).toEqual([sentence, sentence]);
  });
});

it('answers the challenge of the platform, and none without a token or secret', () => {
  const asked = { ...request('hook-mention'), method: 'GET', query: { crc_token: 'challenge' } };
  const body = new TextEncoder().encode('challenge');
  const signed = rule.sign('sample-consumer-secret', { url: '', body });
  const answer = { response_token: signed['x-twitter-webhooks-signature'] };
  expect(JSON.parse(handshake(asked, settings) ?? '')).toEqual(answer);
  expect(handshake({ ...asked, query: {} }, settings)).toBeNull();
  expect(handshake(asked, { ...settings, consumerSecret: '' })).toBeNull();
});
