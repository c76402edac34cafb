import { authservId, type Mail } from './index.ts';

/** What the demo shop's mail inbox is set up with; worthless outside this machine. */
export const inboxOf = (mail: Mail, mailbox: { address: string; password: string; name: string }) => ({
  channel: 'email',
  name: 'E-mail da loja',
  settings: {
    address: mailbox.address,
    name: mailbox.name,
    imapHost: mail.imap.host,
    imapPort: mail.imap.port,
    imapSecurity: 'none',
    imapUser: mailbox.address,
    imapPassword: mailbox.password,
    smtpHost: mail.smtp.host,
    smtpPort: mail.smtp.port,
    smtpSecurity: 'none',
    smtpUser: mailbox.address,
    smtpPassword: mailbox.password,
    authservId,
  },
});
