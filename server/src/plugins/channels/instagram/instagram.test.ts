import type { RawRequest } from '../../../modules/inboxes/port.ts';
import { format } from '../../graph/format.ts';
import { rule, signatureHeader } from '../../graph/signature.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { instagram } from './index.ts';
import { platform } from './platform.ts';
import { sampleSettings as settings } from './samples.ts';

const folder = new URL('.', import.meta.url);
const receipts = fixtureReceipts(folder);

function signed(body: Uint8Array): RawRequest {
  const headers = rule.sign(String(settings.appSecret), { url: '', body });
  return { method: 'POST', url: 'https://loja.example/hooks/1', query: {}, headers, body };
}

/** Every text a customer would read in the platform's calls. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'payload' && typeof inner === 'string' ? [] : textsOf(inner),
  );
}

describeChannel(instagram, {
  folder,
  settings,
  receipts,
  signed: receipts.map(({ receipt }) => signed(receipt.body)),
  signatureHeader,
  to: { kind: 'igsid', value: '5544332211009988' },
  format: (message) =>
    format(platform, message).flatMap((draft) => ('message' in draft ? textsOf(draft.message) : [])),
});
