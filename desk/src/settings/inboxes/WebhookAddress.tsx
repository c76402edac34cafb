import type { Inbox } from '@meada/contract/routes/inboxes';
import { useTranslation } from 'react-i18next';
import { CopyLine } from '../kit/CopyLine.tsx';
import { Section } from '../kit/Section.tsx';

/** Where the platform delivers, and the public key, for inboxes that have them. */
export function WebhookAddress({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('settings');
  return (
    <>
      {inbox.webhookUrl ? (
        <Section title={t('inbox.webhook')} text={t('inbox.webhookText')}>
          <CopyLine value={inbox.webhookUrl} label={t('inbox.webhook')} />
        </Section>
      ) : null}
      {inbox.publicKey ? (
        <Section title={t('inbox.publicKey')} text={t('inbox.publicKeyText')}>
          <CopyLine value={inbox.publicKey} label={t('inbox.publicKey')} />
        </Section>
      ) : null}
    </>
  );
}
