import type { OutboundMessage } from '@meada/contract/channels';
import { expect, it } from 'vitest';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { describeChannel } from '../conformance.ts';
import { counter } from './index.ts';

const settings = { place: 'Loja da Rua Riachuelo' };

describeChannel(counter, { folder: new URL('.', import.meta.url), settings });

it('goes by the name of the place', async () => {
  expect(counter.addressOf({ place: '  Loja 2 ' })).toBe('Loja 2');
  expect(counter.addressOf({})).toBe('Balcão');
  expect((await counter.test({ settings } as unknown as ChannelIo)).ok).toBe(true);
  expect((await counter.test({ settings: { place: ' ' } } as unknown as ChannelIo)).ok).toBe(false);
});

it('sends by doing nothing', async () => {
  const io = { now: () => new Date('2026-03-02T12:00:00Z') } as ChannelIo;
  expect(await counter.send({ messageId: 'm-1' } as OutboundMessage, io)).toEqual({
    state: 'sent',
    externalId: 'm-1',
    at: '2026-03-02T12:00:00.000Z',
  });
});
