import type { CannedReply } from '@meada/contract/routes/canned';
import { expect, it } from 'vitest';
import { cannedFor } from './match.ts';

const reply = (shortcut: string, title: string, { text = '', folder = '' } = {}): CannedReply => ({
  ...{ id: shortcut, shortcut, title, text, html: null, wordings: [], folder, shownTo: 'all', teamIds: [] },
  ...{ files: [], uses: 0, ownUses: 0, mayChange: false },
});
const all = [
  reply('pix', 'Pagamento por Pix', { text: 'O código vale 30 minutos' }),
  reply('horario', 'Horário de funcionamento', { folder: 'Loja' }),
  reply('troca', 'Trocas e devoluções', { text: 'em até trinta dias' }),
  reply('codigo', 'Rastreio'),
];
const found = (word: string) => cannedFor(all, word).map((one) => one.shortcut);

it.each([
  ['', ['pix', 'horario', 'troca', 'codigo']],
  ['ho', ['horario']],
  ['horário', ['horario']],
  ['DEVOLUÇÕES', ['troca']],
  ['loja', ['horario']],
  ['cod', ['codigo', 'pix']],
  ['zz', []],
] as const)('%s finds %j', (word, shortcuts) => expect(found(word)).toEqual(shortcuts));
