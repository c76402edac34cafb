import { ActionIcon, Button, Menu } from '@mantine/core';
import type { Permission } from '@meada/contract/permissions';
import { IconChevronDown, IconDownload, IconFileSpreadsheet, IconTable } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';

const formats = ['xlsx', 'csv'] as const;

/** Address of a list without its ending; its name where one menu has several. */
type List = { path: string; name?: string };

type Props = {
  lists: readonly List[];
  /** What they are narrowed to. */
  filters?: Readonly<Record<string, string | undefined>>;
  /** What the button says, where several stand together; else that something is exported. */
  label?: string;
  /** Who may take it; else who may take lists of customers. */
  permission?: Permission;
  /** Only an icon, where room is scarce. */
  small?: boolean;
};

/** Takes a list along as it is on the screen, for a spreadsheet or for programs; nothing for who may not. */
export function ExportMenu({ lists, filters = {}, label, permission, small = false }: Props) {
  const { t } = useTranslation();
  const may = useMay(permission ?? 'customers.export');
  if (!may) return null;
  const said = Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const query = said.length > 0 ? `?${new URLSearchParams(said)}` : '';
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        {small ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('export.title')}
            title={t('export.title')}
          >
            <IconDownload size={18} />
          </ActionIcon>
        ) : (
          <Button
            variant="default"
            leftSection={<IconDownload size={17} />}
            rightSection={<IconChevronDown size={15} aria-hidden />}
            title={label ? t('export.title') : undefined}
          >
            {label ?? t('export.title')}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {lists.map(({ path, name }) => (
          <Fragment key={path}>
            {name ? <Menu.Label aria-hidden>{name}</Menu.Label> : null}
            {formats.map((format) => (
              <Menu.Item
                key={format}
                component="a"
                href={`${path}.${format}${query}`}
                download
                aria-label={name ? `${name}: ${t(`export.${format}`)}` : undefined}
                leftSection={format === 'xlsx' ? <IconFileSpreadsheet size={17} /> : <IconTable size={17} />}
              >
                {t(`export.${format}`)}
              </Menu.Item>
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
