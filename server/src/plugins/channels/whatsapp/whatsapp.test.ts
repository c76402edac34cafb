import type { RawRequest } from '../../../modules/inboxes/port.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { format } from './format.ts';
import { whatsapp } from './index.ts';
import { sampleSettings as settings } from './samples.ts';
import { rule } from './verify.ts';

const folder = new URL('.', import.meta.url);
const receipts = fixtureReceipts(folder);

function signed(body: Uint8Array): RawRequest {
  const headers = rule.sign(String(settings.appSecret), { url: '', body });
  return { method: 'POST', url: 'https://loja.example/hooks/1', query: {}, headers, body };
}

/** Every text a customer would read in the platform's calls: bodies, captions, titles, names. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

describeChannel(whatsapp, {
  folder,
  settings,
  receipts,
  signed: receipts.map(({ receipt }) => signed(receipt.body)),
  signatureHeader: 'x-hub-signature-256',
  to: { kind: 'whatsapp', value: '554188887777' },
  format: (message) => format(message).flatMap((draft) => textsOf(draft.body)),
});
