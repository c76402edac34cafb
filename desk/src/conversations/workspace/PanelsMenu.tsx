import { Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCheck,
  IconColumns1,
  IconColumns2,
  IconLayoutList,
  IconLayoutRows,
  IconUsers,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/queries.ts';
import { useStore } from '../../live/store.ts';
import { withColumns, withHidden, withShown } from './arrange.ts';
import { panelNames } from './panels.ts';
import { change, rearrange, workspace } from './store.ts';

const check = <IconCheck size={15} />;
const densities = [
  { density: 'comfortable', icon: IconLayoutList },
  { density: 'compact', icon: IconLayoutRows },
] as const;

/** The lines of the panels' menu. */
export function PanelsMenu({ onStandards }: { onStandards: () => void }) {
  const { t } = useTranslation(['workspace', 'conversations']);
  const { layout, density, own } = useStore(workspace);
  const manages = useMay('conversations.manage');
  return (
    <>
      <Menu.Label>{t('shown')}</Menu.Label>
      {panelNames.map((panel) => {
        const hidden = layout.hidden.includes(panel);
        return (
          <Menu.Item
            key={panel}
            role="menuitemcheckbox"
            aria-checked={!hidden}
            closeMenuOnClick={false}
            rightSection={hidden ? null : check}
            onClick={() => rearrange((now) => (hidden ? withShown : withHidden)(now, panel))}
          >
            {t(`conversations:card.${panel}`)}
          </Menu.Item>
        );
      })}
      <Menu.Divider />
      <Menu.Label>{t('columns')}</Menu.Label>
      {([1, 2] as const).map((count) => (
        <Menu.Item
          key={count}
          role="menuitemradio"
          aria-checked={layout.columns.length === count}
          closeMenuOnClick={false}
          leftSection={count === 1 ? <IconColumns1 size={16} /> : <IconColumns2 size={16} />}
          rightSection={layout.columns.length === count ? check : null}
          onClick={() => rearrange((now) => withColumns(now, count))}
        >
          {t(count === 1 ? 'one' : 'two')}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Label>{t('density')}</Menu.Label>
      {densities.map(({ density: one, icon: Icon }) => (
        <Menu.Item
          key={one}
          role="menuitemradio"
          aria-checked={density === one}
          closeMenuOnClick={false}
          leftSection={<Icon size={16} />}
          rightSection={density === one ? check : null}
          onClick={() => change({ density: one })}
        >
          {t(one)}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconArrowBackUp size={16} />}
        disabled={!own}
        onClick={() => change({ layout: null })}
      >
        {t('reset')}
      </Menu.Item>
      {manages ? (
        <Menu.Item leftSection={<IconUsers size={16} />} onClick={onStandards}>
          {t('standards')}
        </Menu.Item>
      ) : null}
    </>
  );
}
