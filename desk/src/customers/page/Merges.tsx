import { Button } from '@mantine/core';
import { type Customer, undoMerge } from '@meada/contract/routes/customers';
import { IconArrowMerge } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { useConfirm } from '../../settings/kit/confirm.tsx';
import { Row, Rows } from '../../settings/kit/Rows.tsx';
import { Pill, Section } from '../../settings/kit/Section.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { sameCustomerText } from '../../ui/reasons.ts';
import { say } from '../../ui/toast.ts';
import { keepCustomer } from '../queries.ts';

/** Records that became this one; each can be taken apart again exactly. */
export function Merges({ customer }: { customer: Customer }) {
  const { t } = useTranslation('customers');
  const may = useMay('customers.merge');
  const { ask, dialog } = useConfirm();
  if (customer.merges.length === 0) return null;
  const undo = async (mergeId: string) => {
    await keepCustomer(await call(undoMerge, { params: { id: customer.id, mergeId } }));
    say(t('merge.undone'));
  };
  return (
    <Section title={t('merge.history')}>
      <Rows label={t('merge.history')}>
        {customer.merges.map((merge) => (
          <Row
            key={merge.id}
            start={<IconArrowMerge size={20} stroke={1.5} aria-hidden />}
            title={
              <>
                <span style={{ fontWeight: 550 }}>
                  {t('merge.line', {
                    from: merge.from.name ?? merge.from.display,
                    into: merge.into.name ?? merge.into.display,
                  })}
                </span>
                {merge.undoneAt ? <Pill>{t('merge.wasUndone')}</Pill> : null}
              </>
            }
            text={
              <>
                {merge.by} · <RelativeTime at={merge.at} /> · {sameCustomerText(merge.reason)}
              </>
            }
            end={
              may && !merge.undoneAt ? (
                <Button
                  variant="default"
                  size="xs"
                  aria-label={`${t('merge.undo')}: ${merge.from.name ?? merge.from.display}`}
                  onClick={() =>
                    ask({
                      title: t('merge.undoTitle'),
                      text: t('merge.undoText', { name: merge.from.name ?? merge.from.display }),
                      action: t('merge.undo'),
                      act: () => undo(merge.id),
                    })
                  }
                >
                  {t('merge.undo')}
                </Button>
              ) : null
            }
          />
        ))}
      </Rows>
      {dialog}
    </Section>
  );
}
