/** Mails of the benchmark: ordinary ones, and a hundred by people whose words sound like a machine's. Made up. */

const crlf = (lines: string[]): Buffer => Buffer.from(lines.join('\r\n'));
const paragraph =
  'Bom dia, comprei na terça-feira e queria saber quando a entrega sai. O pedido está pago e o endereço é o mesmo de sempre.';

/** An ordinary mail: words twice, as text and HTML, and a small file in every third. */
export function ordinary(index: number, at = new Date()): Buffer {
  const text = Array.from({ length: 6 }, (_, n) => `${paragraph} (${index}.${n})`).join('\r\n\r\n');
  const html = `<html><body>${text.replaceAll('\r\n\r\n', '</p><p>')}</body></html>`;
  const person = index % 3000;
  const file = Buffer.alloc(6000, index % 251)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  return crlf([
    `Received: from mx.cliente.example by mx.loja.example with ESMTPS id ${index}; ${at.toUTCString()}`,
    `From: =?UTF-8?Q?Jo=C3=A3o_${person}?= <joao${person}@cliente.example>`,
    'To: Loja <sac@loja.example>',
    `Subject: =?UTF-8?Q?Entrega_do_pedido_n=C2=BA_${index}?=`,
    `Date: ${at.toUTCString()}`,
    `Message-ID: <m${index}@cliente.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="mix"',
    '',
    '--mix',
    'Content-Type: multipart/alternative; boundary="alt"',
    '',
    '--alt',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    text,
    '--alt',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    html,
    '--alt--',
    ...(index % 3
      ? []
      : [
          '--mix',
          'Content-Type: application/pdf; name="nota.pdf"',
          'Content-Transfer-Encoding: base64',
          '',
          file,
        ]),
    '--mix--',
    '',
  ]);
}

const subjects = [
  'Entrega falhou?',
  'Re: Undelivered Mail Returned to Sender',
  'Meu pedido foi devolvido',
  'RES: Fora do escritório',
  'Returned the shoes on Monday',
  'Vacation rental question',
  'Failed payment',
  'Devolución del pedido 12',
  'Aviso de férias da nossa equipe',
  'Delivery status of my order?',
  'Enc: falha na entrega',
  'Message from the postmaster of my building',
  'Mail delivery on Saturdays',
  'User unknown in your app',
  'Resposta automática de vocês não ajudou',
  'Fw: delivery failure notification',
  'The package was rejected',
  'Error de entrega, otra vez',
  'Automatic gate, spare parts',
  'Ausência do técnico',
];
const bodies = [
  'Oi, o entregador disse que a entrega não foi possível e o pacote voltou. Podem mandar de novo?',
  'Hello, your mail said "550 5.1.1 user unknown" when I answered. What is the right address? Thanks, Joan',
  'Bom dia, estou de férias até o dia 20 e queria trocar o endereço de entrega. Abraço, Ana',
  'Hola: el pedido fue devuelto por el correo. ¿Qué hago? Saludos, Luis',
  'I was out of the office when the courier came. Could you deliver on Thursday instead?',
];

/** A hundred mails by people. */
export function people(): Buffer[] {
  return subjects.flatMap((subject, row) =>
    bodies.map((body, column) =>
      crlf([
        `From: Cliente ${row} <cliente${row}.${column}@provedor.example>`,
        'To: sac@loja.example',
        `Subject: =?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`,
        `Message-ID: <p${row}.${column}@provedor.example>`,
        'Date: Mon, 2 Mar 2026 10:15:00 -0300',
        ...(/^(?:re|res):/i.test(subject) ? ['In-Reply-To: <x@loja.example>'] : []),
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        '',
        body,
        ...(/^(?:re|res):/i.test(subject) ? ['', '> This is an automatic reply.'] : []),
        '',
      ]),
    ),
  );
}

/** A mail with one file of so many bytes. */
export function heavy(bytes: number): Buffer {
  const file = Buffer.alloc(Math.floor((bytes / 78) * 57), 7)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  const head = ['From: a@cliente.example', 'Subject: Fotos', 'Message-ID: <heavy@cliente.example>'];
  const type = 'Content-Type: multipart/mixed; boundary="mix"';
  const part = ['Content-Type: image/tiff; name="f.tif"', 'Content-Transfer-Encoding: base64'];
  return crlf([...head, type, '', '--mix', '', 'Seguem.', '--mix', ...part, '', file, '--mix--', '']);
}
