import type { Identity } from '@meada/contract/routes/customers';
import { clearUndeliverable } from '@meada/contract/routes/identities';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { complain, say } from '../../ui/toast.ts';
import classes from './panel.module.css';

type Props = { customerId: string; identity: Identity };

/** Takes "not reachable" off an address, for those who may change customers. */
export function ReceivesButton({ customerId, identity }: Props) {
  const { t } = useTranslation('conversations');
  const client = useQueryClient();
  const may = useMay('customers.write');
  const clear = useMutation({
    mutationFn: () => call(clearUndeliverable, { params: { id: customerId, identityId: identity.id } }),
    onSuccess: async () => {
      await client.invalidateQueries();
      say(t('panel.receivesSaid', { address: identity.display }));
    },
    onError: complain,
  });
  if (!may) return null;
  return (
    <button
      type="button"
      className={classes.receives}
      disabled={clear.isPending}
      title={t('panel.receivesHelp')}
      onClick={() => clear.mutate()}
    >
      {t('panel.receives')}
    </button>
  );
}
