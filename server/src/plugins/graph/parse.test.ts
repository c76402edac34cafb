import { readFileSync } from 'node:fs';
import type { Inbound } from '@meada/contract/channels';
import { describe, expect, it } from 'vitest';
import type { ChannelPlugin, RawRequest, Settings } from '../../modules/inboxes/port.ts';
import { facebook } from '../channels/facebook/index.ts';
import { sampleSettings as pageSettings } from '../channels/facebook/samples.ts';
import { instagram } from '../channels/instagram/index.ts';
import { sampleSettings as accountSettings } from '../channels/instagram/samples.ts';

const plugins: Record<string, [ChannelPlugin, Settings]> = {
  facebook: [facebook, pageSettings],
  instagram: [instagram, accountSettings],
};

async function read(channel: string, fixture: string): Promise<Inbound[]> {
  const [plugin, settings] = plugins[channel] as [ChannelPlugin, Settings];
  const file = new URL(`../channels/${channel}/fixtures/${fixture}.json`, import.meta.url);
  const receipt = {
    body: readFileSync(file),
    headers: {},
    receivedAt: '2026-03-02T12:00:00.000Z',
    facts: {},
  };
  return plugin.parse(receipt, settings);
}
const token = 'M-abcdefghij0123456789';

describe.each(['facebook', 'instagram'])('%s, private', (channel) => {
  it.each<[string, object]>([
    ['text', { content: { kind: 'text' }, proof: 'platform', at: '2026-03-02T11:59:58.500Z' }],
    ['text-reply', { replyTo: [expect.stringMatching(/01$/)] }],
    ['quick-reply', { content: { kind: 'button_reply', id: 'entrega:loja', text: 'Retirar na loja' } }],
    ['image', { content: { kind: 'media', media: 'image' }, attachments: [{ kind: 'image' }] }],
    ['images', { content: { kind: 'media', text: 'Qual das duas?' }, attachments: [{}, {}] }],
    ['audio', { content: { kind: 'media', media: 'voice' } }],
    ['unsupported', { content: { kind: 'unsupported' } }],
    ['new-attachment', { content: { kind: 'unsupported', type: 'hologram' } }],
    ['deleted', { kind: 'deletion', externalId: expect.stringMatching(/01$/) }],
    ['edit', { kind: 'edit', content: { text: 'Oi! Vocês têm a linha nº 8?' } }],
    ['edit-zero', { kind: 'ignored', reason: 'edit_of_nothing' }],
    ['reaction', { kind: 'reaction', emoji: '❤️' }],
    ['reaction-removed', { kind: 'reaction', emoji: null }],
    ['postback', { content: { kind: 'button_reply', id: 'MENU:atendente', text: 'Falar com a loja' } }],
    ['postback-switch', { tokens: [token], content: { text: token } }],
    ['referral-switch', { tokens: [token] }],
    ['referral-ad', { kind: 'ignored', reason: 'referral:ADS' }],
    ['text-ad', { facts: { adId: '120210000000001', adTitle: 'Lã com 20% de desconto' } }],
    ['echo', { echo: true, to: { kind: channel === 'facebook' ? 'psid' : 'igsid' } }],
    ['optin', { kind: 'ignored', reason: 'event:optin' }],
    ['another-account', { kind: 'notice', code: expect.stringMatching(/^unknown_account:\d+$/) }],
    ['standby', { kind: 'ignored', reason: 'standby' }],
    ['new-field', { kind: 'ignored', reason: 'field:holograms' }],
    ['new-event', { kind: 'ignored', reason: 'event:hologram' }],
  ])('%s', async (fixture, wanted) => {
    const items = await read(channel, fixture);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject(wanted);
  });

  it('batch: each message is a receipt of its own, what is another account’s is ignored with a note', async () => {
    const [plugin, settings] = plugins[channel] as [ChannelPlugin, Settings];
    const body = readFileSync(new URL(`../channels/${channel}/fixtures/batch.json`, import.meta.url));
    const request = { method: 'POST', url: '', query: {}, headers: {}, body } satisfies RawRequest;
    const arrivals = plugin.webhook?.arrivals(request) ?? [];
    const read = await Promise.all(
      arrivals.map((one) => plugin.parse({ ...one, receivedAt: '2026-03-02T12:00:00.000Z' }, settings)),
    );
    expect(read.flat()).toMatchObject([
      { content: { text: 'Um' } },
      { content: { text: 'Dois' } },
      { code: expect.stringMatching(/^unknown_account:/) },
    ]);
  });
});

it('links lead to the chat, with the token where there is one, and to nowhere without an account', () => {
  const words = 'Olá! Estou em https://loja.example/a?b=c&d';
  for (const [given, query] of [
    ['', ''],
    [words, '&text=Ol%C3%A1%21%20Estou%20em%20https%3A%2F%2Floja.example%2Fa%3Fb%3Dc%26d'],
  ] as const)
    expect(facebook.publicLink?.(pageSettings, given)).toBe(`https://m.me/minhaloja?ref=site${query}`);
  expect(facebook.publicLink?.({ ...pageSettings, username: '' }, '')).toBe(
    `https://m.me/${pageSettings.pageId}?ref=site`,
  );
  // There no words can be written ahead.
  expect(instagram.publicLink?.(accountSettings, words)).toBe('https://ig.me/m/minhaloja?ref=site');
  expect(instagram.switchLink?.(token, accountSettings, { message: '', subject: '' })).toBe(
    `https://ig.me/m/minhaloja?ref=${token}`,
  );
  expect(instagram.publicLink?.({}, '')).toBeNull();
});

describe('facebook', () => {
  const url = 'https://www.facebook.com/minhaloja/posts/88001';
  it.each<[string, object[]]>([
    ['sticker', [{ content: { media: 'sticker' } }]],
    ['file', [{ attachments: [{ kind: 'document', name: 'receita do gorro.pdf' }] }]],
    ['location', [{ content: { kind: 'location', latitude: -25.4297, name: 'Praça Tiradentes' } }]],
    ['share', [{ content: { kind: 'text', text: 'Novelo azul\nhttps://loja.example/p/novelo-azul' } }]],
    ['echo-ours', [{ kind: 'status', state: 'sent', dispatchId: '0198c1a0-0000-7000-8000-0000000000aa' }]],
    ['echo-part', [{ kind: 'ignored', reason: 'part_of_ours' }]],
    ['delivery', [{ kind: 'status', state: 'delivered', externalId: 'm_FxE2' }, { externalId: 'm_FxE3' }]],
    ['read', [{ kind: 'signal', signal: 'read', at: '2026-03-02T12:00:00.000Z' }]],
    [
      'comment',
      [
        {
          externalId: '88001_5001',
          from: { kind: 'psid', name: 'Rita Alves' },
          public: { kind: 'comment', url: 'https://www.facebook.com/88001_5001' },
          outsideThread: { kind: 'post', key: '104512345678901_88001', url },
        },
      ],
    ],
    ['comment-reply', [{ replyTo: ['88001_5001'] }]],
    ['comment-photo', [{ content: { kind: 'media', text: 'Chegou assim' }, attachments: [{}] }]],
    ['comment-own', [{ echo: true, replyTo: ['88001_5001'] }]],
    ['comment-edited', [{ kind: 'edit', content: { text: 'Cadê o meu pedido?' } }]],
    ['comment-removed', [{ kind: 'deletion', externalId: '88001_5001' }]],
    ['comment-photo-edited', [{ kind: 'edit', content: { kind: 'media', text: 'Chegou rasgado' } }]],
    ['comment-hidden', [{ kind: 'hiding', externalId: '88001_5001', hidden: true }]],
    ['comment-shown', [{ kind: 'hiding', externalId: '88001_5001', hidden: false }]],
    ['comment-liked', [{ kind: 'reaction', externalId: '88001_5004', emoji: '❤️' }]],
    ['post-liked', [{ kind: 'ignored', reason: 'reaction_to_a_post' }]],
    ['post-visitor', [{ externalId: '104512345678901_88002', public: { kind: 'post' } }]],
    ['post-photos', [{ attachments: [{}, {}] }]],
    ['post-own', [{ kind: 'ignored', reason: 'own_post' }]],
    ['mention', [{ public: { kind: 'mention' }, content: { text: 'Comprei na Minha Loja' } }]],
    ['mention-bare', [{ kind: 'notice', code: 'mention' }]],
    ['rating', [{ public: { kind: 'review', rating: 0 }, content: { text: 'Atrasou e ninguém avisou' } }]],
  ])('%s', async (fixture, wanted) => expect(await read('facebook', fixture)).toMatchObject(wanted));
});

describe('instagram', () => {
  it.each<[string, object]>([
    ['story-mention', { facts: { story: 'mention' }, attachments: [{ name: 'story.jpg' }] }],
    ['story-reply', { content: { kind: 'text', text: 'Quanto custa?' }, attachments: [{}] }],
    ['story-reply-gone', { content: { kind: 'text' }, facts: { story: 'reply', storyId: '17900012' } }],
    ['share-reel', { content: { text: 'Ponto alto\nhttps://www.instagram.com/reel/Cabc' } }],
    ['share-post', { content: { text: 'É esse?\nhttps://www.instagram.com/p/Cxyz' } }],
    ['read', { kind: 'signal', signal: 'read', upTo: 'aWdE9' }],
    [
      'comment',
      {
        from: { kind: 'igsid', name: 'rita.croche' },
        public: { kind: 'comment' },
        outsideThread: { kind: 'post', key: '17888880000011112' },
        facts: { postType: 'feed' },
      },
    ],
    ['comment-reply', { replyTo: ['17900001111222233'] }],
    ['comment-ad', { outsideThread: { name: 'Lã em oferta' }, facts: { adTitle: 'Lã em oferta' } }],
    ['comment-own', { echo: true }],
    ['comment-live', { facts: { live: true } }],
    ['comment-bare-entry', { public: { kind: 'comment' } }],
    ['mention', { kind: 'look_up', code: 'mention', ref: '17888880000011999 17900001111229999' }],
    [
      'mention-fetched',
      {
        externalId: 'mention:17888880000011999:17900001111229999',
        from: { kind: 'ig_handle', value: 'rita.croche' },
        public: { kind: 'mention', url: 'https://www.instagram.com/p/Cxyz/' },
        outsideThread: { kind: 'post', key: '17888880000011999' },
      },
    ],
    [
      'mention-caption',
      {
        externalId: 'mention:17888880000011998',
        content: { kind: 'text', text: 'Meu gorro com fio da minhaloja' },
        attachments: [{ kind: 'image' }],
      },
    ],
    ['mention-nameless', { kind: 'notice', code: 'mention' }],
  ])('%s', async (fixture, wanted) => {
    const items = await read('instagram', fixture);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject(wanted);
  });
});
