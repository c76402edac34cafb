import { ActionIcon, Button, Menu } from '@mantine/core';
import type { Permission } from '@meada/contract/permissions';
import { IconDownload, IconFileSpreadsheet, IconTable } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';

const formats = ['xlsx', 'csv'] as const;

type Props = {
  /** Address of the list without its ending, and what it is narrowed to. */
  path: string;
  filters?: Readonly<Record<string, string | undefined>>;
  /** What is taken, where several lists stand together. */
  label?: string;
  /** Who may take it; else who may take lists of customers. */
  permission?: Permission;
  /** Only an icon, where room is scarce. */
  small?: boolean;
};

/** Takes a list along as it is on the screen, for a spreadsheet or for programs; nothing for who may not. */
export function ExportMenu({ path, filters = {}, label, permission, small = false }: Props) {
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
          <Button variant="default" leftSection={<IconDownload size={17} />}>
            {label ?? t('export.title')}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={`${path}.${format}${query}`}
            download
            leftSection={format === 'xlsx' ? <IconFileSpreadsheet size={17} /> : <IconTable size={17} />}
          >
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
