import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../kernel/testing/cpu.ts';
import { read } from './testing.ts';
import { replyCases } from './testing-replies.ts';
import { visiblePart } from './visible.ts';

const quoted = '\n> Qual dia é melhor?\n> Abraço\n';

describe('visible part of a reply', () => {
  it.each([
    ['gmail-reply-pt', 'Pode ser na quinta.'],
    ['gmail-reply-es', 'El jueves está bien.'],
    ['gmail-reply-en', 'Thursday works.'],
    ['outlook-desktop-pt', 'Segue o comprovante.\n\nAtenciosamente,\nAna'],
    ['outlook-web-es', 'Adjunto la foto.'],
    ['outlook-ios-en', 'Thanks!'],
    ['apple-mail-en', 'Yes please.'],
    ['thunderbird-below-pt', 'M, por favor.'],
    ['yahoo-mobile-pt', 'Já recebi, obrigada!'],
    ['signature-es', '¿Tienen envío a Bogotá?'],
    ['inline-answers-es', 'Hola:\n\nLa M.\n\nAzul.'],
  ])('%s', async (name, text) => {
    const { message } = await read(name);
    expect(message.content).toMatchObject({ text });
    expect(message.fullText?.length).toBeGreaterThan(text.length);
  });

  it.each(replyCases)('reads a reply of $client', ({ text, visible }) => {
    expect(visiblePart(text)).toBe(visible);
  });

  it('a forward keeps what was forwarded: it is the matter', async () => {
    for (const name of ['forward-pt', 'person-forwards-bounce'])
      expect((await read(name)).message.fullText).toBeUndefined();
  });

  it.each([
    'Em 02/03/2026 09:02, Loja escreveu:',
    'Em segunda-feira, 2 de março de 2026 09:02:11 BRT, Loja <sac@loja.test> escreveu:',
    'Loja <sac@loja.test> escreveu (segunda, 2/03/2026 à(s) 09:02):',
    'No dia 2 de mar. de 2026, às 09:02, Loja <sac@loja.test> escreveu:',
    'El 2 de marzo de 2026 a las 9:02, Tienda <sac@loja.test> escribió:',
    'El lun., 2 de mar. de 2026 9:02 a. m., Tienda\n<sac@loja.test>\nescribió:',
    'On 2 Mar 2026, at 09:02, Shop <sac@loja.test> wrote:',
    'On Monday, March 2, 2026 at 09:02:00 AM GMT-3, Shop <sac@loja.test> wrote:',
    '---- Em Seg, 02 mar 2026 09:02:00 -0300 Loja <sac@loja.test> escreveu ----',
    'Le lun. 2 mars 2026 à 09:02, Boutique <sac@loja.test> a écrit :',
    '2026-03-02 9:02 GMT-03:00 Loja <sac@loja.test>:',
    '-----Mensagem original-----',
    '----- Mensaje original -----',
    '-----Original Message-----\nFrom: Shop\nSent: today',
    'De: Loja <sac@loja.test>\nEnviado: segunda-feira, 2 de março de 2026 09:02\nPara: Ana\nAssunto: Pedido',
    '*De:* Tienda <sac@loja.test>\n*Enviado el:* lunes, 2 de marzo de 2026 9:02\n*Para:* Luis\n*Asunto:* Pedido',
    'From: Shop <sac@loja.test>\nDate: Monday, March 2, 2026\nTo: Joan\nSubject: Order',
    'Enviado do meu iPhone',
    'Enviado desde mi iPhone',
    'Enviado do meu Galaxy',
    'Enviado a partir do Outlook para Android',
    'Obter o Outlook para iOS',
    'Sent from my Samsung Galaxy smartphone.',
    'Sent from a tiny keyboard',
    'Enviado do Email para Windows',
    '--',
    '## Responda acima desta linha ##',
  ])('ends at %s', (line) => {
    expect(visiblePart(`Minha resposta.\nSegunda linha.\n\n${line}\n${quoted}`)).toBe(
      'Minha resposta.\nSegunda linha.',
    );
    expect(visiblePart(`Minha resposta.\n\n${line}\nTexto antigo sem marca.\n`)).toBe('Minha resposta.');
  });

  it.each([
    'Em anexo segue a nota.\nO prazo é 05/03?',
    'On Thursday I will be home, on Friday not.',
    'De: São Paulo\nPara: Curitiba\nQuanto custa o frete?',
    'Ela me escreveu: o produto chegou quebrado.',
    '- item um\n- item dois\n- item três',
    'Enviado ontem pelo correio, ainda não chegou.',
    'Código de rastreio: BR123456789\nData: 02/03/2026',
    'El cliente escribió que no llegó.\n¿Qué hago?',
    'Sent the money from my bank yesterday.',
    'Sent from a shop in Recife on Monday, still not here.',
  ])('keeps %j', (text) => {
    expect(visiblePart(text)).toBe(text);
  });

  it('never gives an empty text for a mail that has words', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '> a',
            'Em 1/2/2026 10:00, x <a@b.c> escreveu:',
            '-- ',
            'oi',
            '',
            'De: a',
            'Para: b',
            'Assunto: c',
            '____',
          ),
          { maxLength: 30 },
        ),
        (lines) => {
          const text = lines.join('\n');
          expect(visiblePart(text) === '').toBe(text.trim() === '');
        },
      ),
    );
  });

  it.each([
    ['one endless line', 'a'.repeat(1_000_000)],
    ['an endless line of marks', '>'.repeat(1_000_000)],
    ['many attributions', 'On 1 a <a@b.c> wrote\n'.repeat(40_000)],
    ['half attributions', 'Em 1/1/2026 10:00 '.repeat(60_000)],
    ['dashes', `${`${'-'.repeat(299)}\n`.repeat(3000)}`],
    ['spaces and dashes', `${`-${' '.repeat(297)}x\n`.repeat(3000)}`],
    ['labels', 'De: a\n'.repeat(150_000)],
    ['quotes and answers', '> a\nb\n\n'.repeat(120_000)],
    ['signatures', '-- \na\n'.repeat(150_000)],
    ['addresses', `${'a@'.repeat(140)}\n`.repeat(3500)],
    ['brackets', `${')>'.repeat(140)}\n`.repeat(3500)],
  ])('takes at most a second for %s', (_name, text) => {
    const start = cpuMs();
    visiblePart(text);
    expect(cpuMs() - start).toBeLessThan(1000);
  });
});
