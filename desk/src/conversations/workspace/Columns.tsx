import { widths } from '@meada/contract/workspace';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { settled } from '../../app/settled.ts';
import { useStore } from '../../live/store.ts';
import { withWidth } from './arrange.ts';
import { Card } from './Card.tsx';
import { type CardProps, cardBodies } from './cards.tsx';
import { useHeights } from './heights.ts';
import { isKnown } from './panels.ts';
import { Resizer } from './Resizer.tsx';
import { rearrange, useLayout } from './store.ts';
import classes from './workspace.module.css';

/** The panels as the reader has arranged them. */
export function Columns(props: CardProps) {
  const { t } = useTranslation('conversations');
  const { columns } = useLayout();
  const [said, setSaid] = useState('');
  const root = useRef<HTMLDivElement>(null);
  const quiet = useStore(settled);
  const heights = useHeights(root, props.conversation.id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other cards are other things to take hold of
  useEffect(() => {
    if (!quiet) return;
    let end: (() => void) | undefined;
    let gone = false;
    import('./dragging.ts').then(
      ({ makeMovable }) => {
        if (!gone && root.current) end = makeMovable(root.current);
      },
      // Without it cards are moved by keys and in the menu.
      () => {},
    );
    return () => {
      gone = true;
      end?.();
    };
  }, [columns, quiet]);
  return (
    <div ref={root} className={classes.columns} data-count={columns.length}>
      {columns.map(({ cards, width }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <Fragment key={index}>
          {index > 0 ? (
            <Resizer
              label={t('cards.width')}
              value={width}
              range={widths.column}
              leftwards
              pane={`[data-column="${index}"]`}
              property={`--column-${index}`}
              onChange={(next) => rearrange((layout) => withWidth(layout, index, next))}
            />
          ) : null}
          <div className={classes.column} data-column={index}>
            {cards.map(({ panel, collapsed }) => {
              if (!isKnown(panel)) return null;
              const Body = cardBodies[panel];
              return (
                <Card
                  key={panel}
                  panel={panel}
                  collapsed={collapsed}
                  height={heights[panel]}
                  onSaid={setSaid}
                >
                  <Body {...props} />
                </Card>
              );
            })}
          </div>
        </Fragment>
      ))}
      <div aria-live="polite" className="visually-hidden">
        {said}
      </div>
    </div>
  );
}
