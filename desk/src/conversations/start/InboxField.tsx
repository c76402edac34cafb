import { NativeSelect } from '@mantine/core';
import type { InboxRef } from '@meada/contract/routes/inboxes';
import { useEffect } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { preferredChannel, usePreferences, useStated } from '../known/usePreferredChannel.ts';
import { HoursHint } from '../known/WishHint.tsx';

type Props = {
  /** Whom it is written to, once that is known. */
  customerId: string | null;
  inboxes: readonly InboxRef[];
  field: UseFormRegisterReturn;
  /** Somebody has chosen: nothing is proposed over that. */
  isChosen: boolean;
  onPropose(inboxId: string): void;
};

/** Over which inbox one begins: the customer's channel is proposed, and their hours are told. */
export function InboxField({ customerId, inboxes, field, isChosen, onPropose }: Props) {
  const { t } = useTranslation('conversations');
  return (
    <div>
      <NativeSelect
        label={t('start.inbox')}
        description={inboxes.length === 0 ? t('start.noInbox') : undefined}
        data={inboxes.map((one) => ({ value: one.id, label: `${one.name} – ${one.address}` }))}
        {...field}
      />
      {customerId ? (
        <Wished key={customerId} {...{ customerId, inboxes, onPropose }} isProposing={!isChosen} />
      ) : null}
    </div>
  );
}

type WishedProps = Pick<Props, 'inboxes' | 'onPropose'> & { customerId: string; isProposing: boolean };

function Wished({ customerId, inboxes, isProposing, onPropose }: WishedProps) {
  const preferences = usePreferences(customerId);
  const { outside } = useStated(customerId);
  const channel = preferences && preferredChannel(preferences);
  const wished = inboxes.find((one) => one.channel === channel)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: proposed once the wish is known, not at every stroke
  useEffect(() => {
    if (wished && isProposing) onPropose(wished);
  }, [wished]);
  return outside ? <HoursHint hours={outside} /> : null;
}
