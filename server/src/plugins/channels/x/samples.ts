import type { Settings } from '../../../modules/inboxes/port.ts';

/** Settings the fixtures belong to; for tests. */
export const sampleSettings: Settings = {
  consumerKey: 'sampleConsumerKey',
  consumerSecret: 'sample-consumer-secret',
  serviceUsername: '@azul_ajuda',
  serviceToken: '8100000002-sampleAccessToken',
  serviceTokenSecret: 'sample-service-secret',
  brandUsername: '@loja_azul',
  brandToken: '8100000001-sampleAccessToken',
  brandTokenSecret: 'sample-brand-secret',
  appName: 'Loja Azul Meada',
  mode: 'polling',
};
