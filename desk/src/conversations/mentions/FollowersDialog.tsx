import { ActionIcon, Button, Modal, Select, Text } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { changeFollowers } from '@meada/contract/routes/mentions';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { usePeople } from '../../api/queries.ts';
import { Face } from '../../ui/Face.tsx';
import { complain } from '../../ui/toast.ts';
import classes from './mentions.module.css';

/** Who follows a conversation; adding somebody lets them see it. */
export function FollowersDialog({
  conversation,
  onClose,
}: {
  conversation: Conversation;
  onClose: () => void;
}) {
  const { t } = useTranslation('colleagues');
  const client = useQueryClient();
  const people = usePeople();
  const [wanted, setWanted] = useState<string | null>(null);
  const { id, followerIds } = conversation;
  const change = useMutation({
    mutationFn: (body: { addIds?: string[]; removeIds?: string[] }) =>
      call(changeFollowers, { params: { id }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.conversation(id) }),
    onError: complain,
  });
  const others = people.filter((one) => one.active && !followerIds.includes(one.id));
  return (
    <Modal opened onClose={onClose} title={t('followers')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('followersText')}
      </Text>
      {followerIds.length === 0 ? <p className={classes.nobody}>{t('nobody')}</p> : null}
      <ul className={classes.followers}>
        {followerIds.map((follower) => {
          const name = people.find((one) => one.id === follower)?.name ?? t('somebody');
          return (
            <li key={follower}>
              <Face name={name} id={follower} url={null} size={28} />
              <span className={classes.what}>{name}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('takeOff', { name })}
                title={t('takeOff', { name })}
                disabled={change.isPending}
                onClick={() => change.mutate({ removeIds: [follower] })}
              >
                <IconX size={16} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
      <div className={classes.add}>
        <Select
          data-autofocus
          label={t('addWho')}
          data={others.map((one) => ({ value: one.id, label: one.name }))}
          value={wanted}
          searchable
          nothingFoundMessage={t('nobodyFound')}
          comboboxProps={{ withinPortal: true }}
          onChange={setWanted}
        />
        <Button
          disabled={!wanted}
          loading={change.isPending}
          onClick={() => {
            if (wanted) change.mutate({ addIds: [wanted] });
            setWanted(null);
          }}
        >
          {t('add')}
        </Button>
      </div>
    </Modal>
  );
}
