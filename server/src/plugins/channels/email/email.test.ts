import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { format } from './format.ts';
import { email } from './index.ts';
import { settings } from './testing.ts';

const folder = new URL('.', import.meta.url);

describeChannel(email, {
  folder,
  settings,
  receipts: fixtureReceipts(folder),
  to: { kind: 'email', value: 'ana@cliente.test', name: 'Ana' },
  format: (message) => [String(format(message, settings).text)],
});
