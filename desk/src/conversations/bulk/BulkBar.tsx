import { ActionIcon, Button, Checkbox, Menu, Tooltip } from '@mantine/core';
import { type BulkAction, bulkAtMost } from '@meada/contract/macros';
import type { ConversationItem } from '@meada/contract/routes/conversations';
import {
  IconBolt,
  IconCircleDot,
  IconDots,
  IconFlag,
  IconGitMerge,
  IconMailOpened,
  IconTag,
  IconUser,
  IconX,
} from '@tabler/icons-react';
import { type ComponentType, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/queries.ts';
import { useStore } from '../../live/store.ts';
import { useShortcuts } from '../../shell/keyboard.ts';
import { preferences } from '../../shell/preferences.ts';
import { keptOf } from '../list/saved.ts';
import { useListSearch } from '../list/useList.ts';
import { useRegroup } from '../regroup/useRegroup.ts';
import classes from './bulk.module.css';
import { Confirm } from './Confirm.tsx';
import { AssignItems, LabelItems, MacroItems, PriorityItems, StatusItems } from './Menus.tsx';
import { Progress } from './Progress.tsx';
import { bulkRun, clearPicks, pickAll, picks } from './picks.ts';
import { useBulk } from './useBulk.ts';

/** From so many on, or for all that match, it is asked first. */
const asksFrom = 20;

type DropProps = { label: string; icon: ReactNode; children: ReactNode };
function Drop({ label, icon, children }: DropProps) {
  return (
    <Menu shadow="md" width={240} position="bottom-start" withinPortal>
      <Menu.Target>
        <Tooltip label={label} openDelay={400}>
          <ActionIcon variant="subtle" color="gray" c="var(--ink)" size="lg" aria-label={label}>
            {icon}
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown mah={380} style={{ overflowY: 'auto' }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Two of them become one: the one that was quiet longer goes into the other. */
function MergeItem({ items }: { items: ConversationItem[] }) {
  const { t } = useTranslation('bulk');
  const [into, from] = [...items].sort((a, b) => (a.activeAt < b.activeAt ? 1 : -1));
  const { merge } = useRegroup(from?.id ?? '');
  if (!from || !into || items.length !== 2) return null;
  return (
    <Menu.Item
      leftSection={<IconGitMerge size={17} />}
      onClick={() => {
        clearPicks();
        void merge(into.id);
      }}
    >
      {t('merge')}
    </Menu.Item>
  );
}

const menus: [name: string, icon: ReactNode, items: ComponentType<{ onChoose(action: BulkAction): void }>][] =
  [
    ['assign', <IconUser key="u" size={19} stroke={1.7} />, AssignItems],
    ['status', <IconCircleDot key="s" size={19} stroke={1.7} />, StatusItems],
    ['label', <IconTag key="l" size={19} stroke={1.7} />, LabelItems],
    ['priority', <IconFlag key="p" size={19} stroke={1.7} />, PriorityItems],
    ['macro', <IconBolt key="m" size={19} stroke={1.7} />, MacroItems],
  ];

type Props = { items: ConversationItem[]; hasMore: boolean };

/** What can be done to the picked conversations, and how far that is. */
export function BulkBar({ items, hasMore }: Props) {
  const { t } = useTranslation(['bulk', 'macros']);
  const { ids, all } = useStore(picks);
  const run = useStore(bulkRun);
  const me = useMe();
  const { search } = useListSearch();
  const { start } = useBulk();
  const [asked, setAsked] = useState<BulkAction | null>(null);
  useShortcuts(ids.size > 0 ? { Escape: clearPicks } : {});
  const loaded = items.map(({ id }) => id);
  const everyLoaded = loaded.length > 0 && loaded.every((id) => ids.has(id));
  const which = all ? t('allMatching', { most: bulkAtMost }) : t('count', { count: ids.size });
  const go = (action: BulkAction) => {
    setAsked(null);
    const filters = keptOf(search, preferences.get().view, me.personId);
    void start(all ? { filters } : { conversationIds: [...ids].slice(0, bulkAtMost) }, action);
  };
  const choose = (action: BulkAction) =>
    all || ids.size > asksFrom || action.kind === 'macro' ? setAsked(action) : go(action);
  return (
    <>
      {ids.size > 0 ? (
        <section className={classes.bar} aria-label={t('label')}>
          <div className={classes.line}>
            <Checkbox
              size="sm"
              aria-label={t('pickLoaded')}
              checked={everyLoaded}
              indeterminate={!everyLoaded}
              onChange={() => (everyLoaded ? clearPicks() : pickAll(loaded))}
            />
            <b aria-live="polite">{all ? t('picksAll') : t('picks', { count: ids.size })}</b>
            <ActionIcon
              variant="subtle"
              color="gray"
              ml="auto"
              aria-label={t('clear')}
              title={t('clear')}
              onClick={clearPicks}
            >
              <IconX size={17} />
            </ActionIcon>
          </div>
          {everyLoaded && hasMore && !all ? (
            <Button variant="subtle" size="compact-sm" onClick={() => pickAll(loaded, true)}>
              {t('pickMatching', { most: bulkAtMost })}
            </Button>
          ) : null}
          <div className={classes.line}>
            {menus.map(([name, icon, Items]) => (
              <Drop key={name} label={t(`menu.${name}`)} icon={icon}>
                <Items onChoose={choose} />
              </Drop>
            ))}
            <Drop label={t('menu.more')} icon={<IconDots size={19} stroke={1.7} />}>
              <Menu.Item leftSection={<IconMailOpened size={17} />} onClick={() => choose({ kind: 'read' })}>
                {t('macros:does.read')}
              </Menu.Item>
              {ids.size === 2 ? <MergeItem items={items.filter(({ id }) => ids.has(id))} /> : null}
            </Drop>
          </div>
        </section>
      ) : null}
      {run ? <Progress run={run} /> : null}
      {asked ? <Confirm action={asked} which={which} onDo={go} onClose={() => setAsked(null)} /> : null}
    </>
  );
}
