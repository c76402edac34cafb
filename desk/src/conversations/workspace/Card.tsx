import type { PanelName } from '@meada/contract/workspace';
import { IconChevronDown, IconGripVertical, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { withCollapsed, withHidden } from './arrange.ts';
import type { KnownPanel } from './panels.ts';
import { cardId, stepCard } from './steps.ts';
import { rearrange } from './store.ts';
import classes from './workspace.module.css';

type Props = {
  panel: KnownPanel;
  collapsed: boolean;
  /** As high as it begins (px), until it stands by itself. */
  height: number | undefined;
  onSaid: (words: string) => void;
  children: ReactNode;
};

const arrows: Record<string, 'up' | 'down' | 'left' | 'right'> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** Hides a panel, and puts the focus on the one that takes its place. */
function hide(panel: PanelName): void {
  const card = document.getElementById(cardId(panel));
  const next = card?.nextElementSibling ?? card?.previousElementSibling;
  rearrange((layout) => withHidden(layout, panel));
  next?.querySelector<HTMLElement>('button')?.focus();
}

/**
 * A panel: moved by its grip (dragged, or arrows while it has the focus), folded by its title, put away by its cross. One
 * with nothing to show takes no room.
 */
export function Card({ panel, collapsed, height, onSaid, children }: Props) {
  const { t } = useTranslation('conversations');
  const title = t(`card.${panel}`);
  const key = (event: KeyboardEvent) => {
    const way = arrows[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const place = stepCard(panel, way);
    if (place) onSaid(t('cards.at', { title, ...place }));
  };
  return (
    <section
      id={cardId(panel)}
      className={classes.card}
      data-panel={panel}
      data-collapsed={collapsed || undefined}
      data-reserved={height ? true : undefined}
      style={height ? { minHeight: height } : undefined}
      aria-label={title}
    >
      <div className={classes.cardHead} data-head>
        <h3>
          <button
            type="button"
            className={classes.cardTitle}
            aria-expanded={!collapsed}
            onClick={() => rearrange((layout) => withCollapsed(layout, panel, !collapsed))}
          >
            {title}
            <IconChevronDown size={14} aria-hidden />
          </button>
        </h3>
        <button
          type="button"
          className={classes.tool}
          data-grip
          aria-label={t('cards.move', { title })}
          title={t('cards.moveHelp')}
          onKeyDown={key}
        >
          <IconGripVertical size={15} aria-hidden />
        </button>
        <button
          type="button"
          className={classes.tool}
          aria-label={t('cards.hide', { title })}
          title={t('cards.hide', { title })}
          onClick={() => hide(panel)}
        >
          <IconX size={14} aria-hidden />
        </button>
      </div>
      {collapsed ? null : (
        <div className={classes.cardBody}>
          <Suspense fallback={<span data-coming hidden />}>{children}</Suspense>
        </div>
      )}
    </section>
  );
}
