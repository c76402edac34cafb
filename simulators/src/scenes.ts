/**
 * What had happened before the demo begins: customers who wrote in the last days. The demo loader plays a scene by
 * posting it to the page's control address, answers it and, where told, resolves it.
 */
export const scenes = [
  {
    path: '/control/whatsapp/send',
    body: {
      customer: 'ana',
      text: 'Oi! Vocês têm a lã merino verde-musgo? Preciso de 6 novelos para um cardigã.',
    },
    answer: 'Oi, Ana! Temos sim, separei 6 novelos do mesmo lote para você. Pode retirar até sábado. 🧶',
    resolved: true,
  },
  {
    path: '/control/telegram/send',
    body: {
      customer: 'bruno',
      text: 'Boa tarde, a agulha circular de 4,5 mm que comprei veio com o cabo torto. Consigo trocar?',
    },
    answer: null,
    resolved: false,
  },
  {
    path: '/control/mail/send',
    body: {
      customer: 'bruno',
      to: 'loja@demo.example',
      subject: 'Nota fiscal da compra de terça',
      text: 'Olá,\n\nPodem me enviar a nota fiscal da compra de terça-feira? Preciso dela para o reembolso.\n\nObrigado,\nBruno Lima',
    },
    answer: null,
    resolved: false,
  },
];
