import { Button } from '@mantine/core';
import { revokeInvitation } from '@meada/contract/routes/people';
import { IconMailForward } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { invitationsQuery, refresh } from '../queries.ts';

/** Invitations nobody has answered yet. */
export function Invitations() {
  const { t } = useTranslation('settings');
  const { data = [] } = useQuery(invitationsQuery);
  const { ask, dialog } = useConfirm();
  if (data.length === 0) return null;
  const revoke = async (id: string) => {
    await call(revokeInvitation, { params: { id } });
    await refresh(keys.people);
    say(t('invite.revoked'));
  };
  return (
    <Section title={t('invite.open')}>
      <Rows label={t('invite.open')}>
        {data.map((one) => (
          <Row
            key={one.id}
            start={<IconMailForward size={22} stroke={1.5} aria-hidden />}
            title={
              <>
                {one.email} <Pill>{t(`role.${one.role}`)}</Pill>
              </>
            }
            text={
              <>
                {t('invite.by', { name: one.invitedBy })} <RelativeTime at={one.createdAt} /> ·{' '}
                {t('invite.expires')} <RelativeTime at={one.expiresAt} />
              </>
            }
            end={
              <Button
                variant="default"
                size="xs"
                aria-label={`${t('invite.revoke')}: ${one.email}`}
                onClick={() =>
                  ask({
                    title: t('invite.revokeTitle'),
                    text: t('invite.revokeText', { email: one.email }),
                    action: t('invite.revoke'),
                    danger: true,
                    act: () => revoke(one.id),
                  })
                }
              >
                {t('invite.revoke')}
              </Button>
            }
          />
        ))}
      </Rows>
      {dialog}
    </Section>
  );
}
