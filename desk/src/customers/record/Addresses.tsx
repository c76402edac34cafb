import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import { dropPostal, type PostalAddress } from '@meada/contract/routes/postal';
import { IconDots, IconMapPin, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { useConfirm } from '../../settings/kit/confirm.tsx';
import { Pill, Section } from '../../settings/kit/Section.tsx';
import { AddressDialog } from './AddressDialog.tsx';
import { renew } from './queries.ts';
import classes from './record.module.css';

type Props = { id: string; addresses: readonly PostalAddress[] };

/** Where the customer lives, works, is billed and delivered to. */
export function Addresses({ id, addresses }: Props) {
  const { t } = useTranslation('record');
  const may = useMay('customers.write');
  const { ask, dialog } = useConfirm();
  const [open, setOpen] = useState<{ address: PostalAddress | null } | null>(null);
  const drop = (address: PostalAddress) =>
    ask({
      title: t('address.dropTitle'),
      text: address.lines.join(', '),
      action: t('address.drop'),
      danger: true,
      act: async () => {
        await call(dropPostal, { params: { id, addressId: address.id } });
        await renew(id);
      },
    });
  return (
    <Section
      title={t('address.title')}
      actions={
        may ? (
          <Button
            variant="light"
            size="xs"
            leftSection={<IconPlus size={16} />}
            onClick={() => setOpen({ address: null })}
          >
            {t('address.add')}
          </Button>
        ) : null
      }
    >
      {addresses.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('address.none')}
        </Text>
      ) : null}
      <ul className={classes.list}>
        {addresses.map((address) => (
          <li key={address.id} className={classes.item}>
            <IconMapPin size={18} stroke={1.6} aria-hidden />
            <div className={classes.itemText}>
              <b>{t(`address.${address.kind}`)}</b>{' '}
              {address.preferred ? <Pill tone="accent">{t('address.isPreferred')}</Pill> : null}
              {address.lines.map((line) => (
                <div key={line}>{line}</div>
              ))}
              {address.note ? <small>{address.note}</small> : null}
            </div>
            {may ? (
              <Menu position="bottom-end" shadow="md">
                <Menu.Target>
                  <ActionIcon variant="subtle" color="gray" aria-label={t('address.more')}>
                    <IconDots size={17} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => setOpen({ address })}>{t('address.change')}</Menu.Item>
                  <Menu.Item color="red" onClick={() => drop(address)}>
                    {t('address.drop')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </li>
        ))}
      </ul>
      {open ? <AddressDialog customerId={id} address={open.address} onClose={() => setOpen(null)} /> : null}
      {dialog}
    </Section>
  );
}
