import { demoAccount, demoGateway, type SmsSimulator } from './index.ts';

/** What the demo shop's two inboxes are set up with; worthless outside this machine. */
export const inboxesOf = (network: SmsSimulator) => [
  {
    channel: 'twilio',
    name: 'SMS da loja',
    settings: {
      accountSid: demoAccount.sid,
      authToken: demoAccount.authToken,
      from: demoAccount.number,
      apiUrl: network.url,
      messagingUrl: network.url,
    },
  },
  {
    channel: 'sms',
    name: 'SMS de avisos',
    settings: gatewaySettings(network),
  },
];

/** The small gateway as the settings of an inbox describe it. */
export const gatewaySettings = (network: { url: string }) => ({
  provider: 'custom',
  gatewaySecret: demoGateway.key,
  from: demoGateway.number,
  hookSecret: demoGateway.hookSecret,
  proofPlace: 'query',
  url: `${network.url}/gateway/send`,
  template: '{"numero":"{to}","mensagem":"{text}","ref":"{id}","retorno":"{webhook}"}',
  headers: ['X-Key: {secret}'],
  successRule: 'situacao=OK',
  idRule: 'dados.id',
  errorRule: 'descricao',
  inFrom: 'celular',
  inText: 'mensagem',
  inId: 'mo',
  inAt: 'data',
  statusWord: 'situacao',
  sentWords: ['ENVIADA'],
  deliveredWords: ['ENTREGUE'],
  failedWords: ['NAO_ENTREGUE'],
});
