import { Text } from '@mantine/core';
import type { PrivacyRequest, PrivacyRequestDetail } from '@meada/contract/routes/privacy-requests';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../../ui/time.ts';
import { Pill } from '../kit/Section.tsx';

const toneOf = (left: number) => (left < 0 ? 'danger' : left <= 3 ? 'warn' : 'good');

/** How many days are left, or by how many it is late. */
export function Due({ request }: { request: PrivacyRequest }) {
  const { t } = useTranslation('privacy');
  const { daysLeft } = request;
  if (daysLeft === null) return null;
  const text = daysLeft < 0 ? t('due.late', { count: -daysLeft }) : t('due.left', { count: daysLeft });
  return <Pill tone={toneOf(daysLeft)}>{daysLeft === 0 ? t('due.today') : text}</Pill>;
}

/** Who asks, as far as it is known. */
export const nameOf = (request: PrivacyRequest, nobody: string): string =>
  request.customerName ?? request.address ?? nobody;

export const isOver = ({ state }: PrivacyRequest): boolean => ['done', 'refused', 'expired'].includes(state);

/** What was written, oldest first. */
export function Said({ messages }: Pick<PrivacyRequestDetail, 'messages'>) {
  const { t, i18n } = useTranslation('privacy');
  return messages.map((message) => (
    <div
      key={message.id}
      style={{
        borderInlineStart: `3px solid var(${message.authorKind === 'customer' ? '--accent' : '--line'})`,
        paddingInlineStart: 12,
      }}
    >
      <Text size="xs" c="dimmed">
        {t(`author.${message.authorKind}`)} · {momentOf(message.at, i18n.language)}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {message.text}
      </Text>
    </div>
  ));
}
