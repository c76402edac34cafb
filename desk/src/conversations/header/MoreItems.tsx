import { Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { Conversation, Priority } from '@meada/contract/routes/conversations';
import {
  IconBellPlus,
  IconBellX,
  IconBolt,
  IconCheck,
  IconCopy,
  IconFlag,
  IconGitMerge,
  IconHistory,
  IconHourglass,
  IconListCheck,
  IconMailOpened,
  IconMessageSearch,
  IconPencil,
  IconRobot,
  IconRobotOff,
  IconShare2,
  IconTransfer,
  IconUsers,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabels, useMe } from '../../api/queries.ts';
import { say } from '../../ui/toast.ts';
import { openTransfer } from '../../work/transfer/open.ts';
import { openMacros } from '../macros/state.ts';
import { beginSelection } from '../regroup/selection.ts';
import { SacItem } from '../sac/SacItem.tsx';
import type { MoreDialog } from './MoreMenu.tsx';
import classes from './menus.module.css';
import type { Actions } from './useActions.ts';

type Props = { conversation: Conversation; actions: Actions; onDialog: (dialog: MoreDialog) => void };
const priorities: Priority[] = ['low', 'normal', 'high', 'urgent'];
const check = <IconCheck size={15} />;

/** The lines of the menu "more". */
export function MoreItems({ conversation, actions, onDialog: setDialog }: Props) {
  const { t } = useTranslation('conversations');
  const navigate = useNavigate();
  const me = useMe();
  const labels = useLabels();
  const clipboard = useClipboard();
  const following = conversation.followerIds.includes(me.personId);
  const toggle = (id: string) => {
    const { labelIds } = conversation;
    void actions.change({
      labelIds: labelIds.includes(id) ? labelIds.filter((one) => one !== id) : [...labelIds, id],
    });
  };
  return (
    <>
      <Menu.Item
        leftSection={<IconBolt size={16} />}
        rightSection={<kbd>M</kbd>}
        onClick={() => openMacros(conversation.id)}
      >
        {t('header.macros')}
      </Menu.Item>
      <Menu.Item leftSection={<IconTransfer size={16} />} onClick={() => openTransfer(conversation.id)}>
        {t('header.transfer')}
      </Menu.Item>
      {conversation.status === 'pending' ? null : (
        <Menu.Item
          leftSection={<IconHourglass size={16} />}
          onClick={() => void actions.setStatus('pending')}
        >
          {t('header.pending')}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconMessageSearch size={16} />}
        onClick={() => void navigate({ to: '/search', search: { conversation: conversation.id } })}
      >
        {t('header.search')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconCopy size={16} />}
        aria-label={`${t('header.copyProtocol')}: ${conversation.protocol}`}
        onClick={() => {
          clipboard.copy(conversation.protocol);
          say(t('header.copied'));
        }}
      >
        {conversation.protocol}
      </Menu.Item>
      <SacItem conversationId={conversation.id} onOpen={() => setDialog('sac')} />
      <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog('subject')}>
        {t('header.subject')}
      </Menu.Item>
      <Menu.Item leftSection={<IconShare2 size={16} />} onClick={() => setDialog('switch')}>
        {t('header.switch')}
      </Menu.Item>
      <Menu.Item
        leftSection={following ? <IconBellX size={16} /> : <IconBellPlus size={16} />}
        onClick={() => void actions.follow(!following)}
      >
        {t(following ? 'header.unfollow' : 'header.follow')}
      </Menu.Item>
      <Menu.Item leftSection={<IconUsers size={16} />} onClick={() => setDialog('followers')}>
        {t('header.followers')}
      </Menu.Item>
      <Menu.Item leftSection={<IconMailOpened size={16} />} onClick={() => void actions.unread()}>
        {t('header.unread')}
      </Menu.Item>
      <Menu.Item
        leftSection={conversation.botsPaused ? <IconRobot size={16} /> : <IconRobotOff size={16} />}
        onClick={() => void actions.change({ botsPaused: !conversation.botsPaused })}
      >
        {t(conversation.botsPaused ? 'header.botsOn' : 'header.botsOff')}
      </Menu.Item>
      <Menu.Label>{t('regroup.label')}</Menu.Label>
      <Menu.Item leftSection={<IconGitMerge size={16} />} onClick={() => setDialog('merge')}>
        {t('regroup.merge')}
      </Menu.Item>
      <Menu.Item leftSection={<IconListCheck size={16} />} onClick={() => beginSelection(conversation.id)}>
        {t('regroup.pick')}
      </Menu.Item>
      <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => setDialog('past')}>
        {t('regroup.pastTitle')}
      </Menu.Item>
      <Menu.Label>{t('header.priority')}</Menu.Label>
      {priorities.map((priority) => (
        <Menu.Item
          key={priority}
          leftSection={<IconFlag size={16} />}
          rightSection={conversation.priority === priority ? check : null}
          onClick={() => void actions.change({ priority })}
        >
          {t(`priority.${priority}`)}
        </Menu.Item>
      ))}
      {labels.length > 0 ? <Menu.Label>{t('header.labels')}</Menu.Label> : null}
      {labels.map((label) => (
        <Menu.Item
          key={label.id}
          closeMenuOnClick={false}
          leftSection={<span className={classes.dot} style={{ background: label.colour }} />}
          rightSection={conversation.labelIds.includes(label.id) ? check : null}
          onClick={() => toggle(label.id)}
        >
          {label.name}
        </Menu.Item>
      ))}
    </>
  );
}
