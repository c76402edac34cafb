import { Button, Group, Kbd } from '@mantine/core';
import type { Duplicate } from '@meada/contract/routes/duplicates';
import { IconArrowBackUp, IconCheck, IconClock, IconInfoCircle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/queries.ts';
import { Pill } from '../../settings/kit/Section.tsx';
import { useShortcuts } from '../../shell/keyboard.ts';
import { type Choices, CompareGrid } from './CompareGrid.tsx';
import classes from './duplicates.module.css';
import { reasonsOf } from './reasons.ts';
import { useChoices } from './useChoices.ts';
import type { Action } from './useQueue.ts';

const marks = { for: IconCheck, against: IconX, aside: IconInfoCircle } as const;

function Reasons({ pair }: { pair: Duplicate }) {
  const { t } = useTranslation('duplicates');
  return (
    <section className={classes.reasons} aria-label={t('why')}>
      <div className={classes.sure}>
        <strong>{t('sure', { share: Math.min(99, Math.round(pair.score * 100)) })}</strong>
        <Pill tone={pair.certain ? 'good' : 'warn'}>{t(pair.certain ? 'certain' : 'likely')}</Pill>
      </div>
      <ul>
        {reasonsOf(pair).map(({ text, tone }) => {
          const Mark = marks[tone];
          return (
            <li key={text} data-tone={tone}>
              <Mark size={16} aria-label={t(`tone.${tone}`)} role="img" />
              <span>{text}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

type Props = {
  pair: Duplicate;
  busy: boolean;
  /** Somebody else settled it while it was on the screen. */
  gone: boolean;
  onNext(): void;
  onSettle(action: Action, merge: { intoId: string; choices: Choices }): void;
  onReopen(): void;
};

/** One pair: why, side by side, and what to do; every press has a key. */
export function PairView({ pair, busy, gone, onNext, onSettle, onReopen }: Props) {
  const { t } = useTranslation('duplicates');
  const merges = useMay('customers.merge');
  const writes = useMay('customers.write');
  const chosen = useChoices(pair.comparison);
  const isOpen = !gone && (pair.state === 'open' || pair.state === 'later');
  const act = (action: Action) => {
    if (!isOpen || busy || (action === 'merge' ? !merges : !writes)) return;
    onSettle(action, { intoId: chosen.intoId, choices: chosen.choices });
  };
  const arrows: [string, () => void][] = [
    ['ArrowUp', () => chosen.move(-1)],
    ['ArrowDown', () => chosen.move(1)],
    ['ArrowLeft', () => chosen.turn(-1)],
    ['ArrowRight', () => chosen.turn(1)],
  ];
  useShortcuts({
    m: () => act('merge'),
    n: () => act('different'),
    s: () => act('later'),
    x: () => chosen.swap(),
    ...Object.fromEntries(arrows),
  });
  const state =
    pair.comparison.sides.length < 2 ? null : (
      <CompareGrid
        comparison={pair.comparison}
        intoId={chosen.intoId}
        onInto={chosen.setInto}
        choices={chosen.choices}
        onChoose={chosen.choose}
        cursor={isOpen ? chosen.cursor : null}
        readOnly={!isOpen || !merges}
      />
    );
  return (
    <article className={classes.pair}>
      <Reasons pair={pair} />
      {state}
      <Group className={classes.actions} gap="sm">
        {gone ? (
          <>
            <span role="status">{t('gone')}</span>
            <Button variant="default" onClick={onNext} rightSection={<Kbd size="xs">J</Kbd>}>
              {t('goneNext')}
            </Button>
          </>
        ) : isOpen ? (
          <>
            <Button
              onClick={() => act('merge')}
              disabled={busy || !merges}
              rightSection={<Kbd size="xs">M</Kbd>}
            >
              {t('merge')}
            </Button>
            <Button
              variant="default"
              onClick={() => act('different')}
              disabled={busy || !writes}
              rightSection={<Kbd size="xs">N</Kbd>}
            >
              {t('different')}
            </Button>
            <Button
              variant="subtle"
              onClick={() => act('later')}
              disabled={busy || !writes}
              leftSection={<IconClock size={17} />}
              rightSection={<Kbd size="xs">S</Kbd>}
            >
              {t('later')}
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={17} />}
            onClick={onReopen}
            loading={busy}
            disabled={pair.state === 'merged' && (!merges || !pair.mergeId)}
          >
            {t(pair.state === 'merged' ? 'undoMerge' : 'reopen')}
          </Button>
        )}
      </Group>
    </article>
  );
}
