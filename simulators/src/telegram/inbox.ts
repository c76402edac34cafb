import { demoBot } from './index.ts';

/** What the demo shop's inbox of this platform is set up with; worthless outside this machine. */
export const inboxOf = (apiUrl: string, linkUrl: string) => ({
  channel: 'telegram',
  name: 'Telegram da loja',
  settings: { token: demoBot.token, username: demoBot.username, mode: 'polling', apiUrl, linkUrl },
});
