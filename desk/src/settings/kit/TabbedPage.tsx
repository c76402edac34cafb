import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/PageHeader.tsx';
import type { PageProps } from '../pages.ts';

/** What a tab gets: the part of the address after its own name. */
export type TabProps = { named?: string | undefined };

type Props = PageProps & {
  /** Of the texts (`title`, `text`, `tab.<name>`), and the page's part of the address. */
  area: string;
  /** The key of the line of help. */
  text?: string;
  tabs: Record<string, ComponentType<TabProps>>;
};

/** A settings page of several tabs, each with an address of its own; without one it begins with the first. */
export function TabbedPage({ area, text = 'text', tabs, rest: [tab, named] }: Props) {
  const { t } = useTranslation(area);
  const navigate = useNavigate();
  const names = Object.keys(tabs);
  const chosen = names.find((name) => name === tab) ?? names[0] ?? '';
  const Shown = tabs[chosen];
  return (
    <>
      <PageHeader title={t('title')} text={t(text)} />
      {names.length > 1 ? (
        <Tabs
          value={chosen}
          onChange={(name) => navigate({ to: '/settings/$', params: { _splat: `${area}/${name}` } })}
          mb="lg"
        >
          <Tabs.List>
            {names.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`tab.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      ) : null}
      {Shown ? <Shown named={named} /> : null}
    </>
  );
}
