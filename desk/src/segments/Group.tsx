import { Button, SegmentedControl } from '@mantine/core';
import type { SegmentGroup, SegmentNode } from '@meada/contract/segments';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Condition, leafOf } from './Condition.tsx';
import { deepest, isGroup } from './queries.ts';
import classes from './segments.module.css';
import type { Kinds } from './words.ts';

type Props = {
  group: SegmentGroup;
  kinds: Kinds;
  depth: number;
  onChange(group: SegmentGroup): void;
  onRemove?: () => void;
};

const matches = ['all', 'any', 'none'] as const;

/** Conditions and groups of them, of which every, one or none must hold. */
export function Group({ group, kinds, depth, onChange, onRemove }: Props) {
  const { t } = useTranslation('segments');
  const put = (at: number, node: SegmentNode | null) => {
    const of = [...group.of];
    of.splice(at, 1, ...(node ? [node] : []));
    onChange({ ...group, of });
  };
  const add = (node: SegmentNode) => onChange({ ...group, of: [...group.of, node] });
  const first = kinds[0];
  return (
    <fieldset className={classes.group} data-inner={depth > 1 || undefined}>
      <legend className="visually-hidden">{t(`match.${group.match}`)}</legend>
      <div className={classes.groupHead}>
        <SegmentedControl
          size="xs"
          aria-label={t('match.label')}
          value={group.match}
          onChange={(match) => onChange({ ...group, match: match as SegmentGroup['match'] })}
          data={matches.map((value) => ({ value, label: t(`match.${value}`) }))}
        />
        {onRemove ? (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            c="var(--ink-soft)"
            leftSection={<IconX size={15} />}
            onClick={onRemove}
          >
            {t('removeGroup')}
          </Button>
        ) : null}
      </div>
      <ul className={classes.nodes}>
        {group.of.map((node, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name but their place
          <li key={at}>
            {isGroup(node) ? (
              <Group
                group={node}
                kinds={kinds}
                depth={depth + 1}
                onChange={(inner) => put(at, inner)}
                onRemove={() => put(at, null)}
              />
            ) : (
              <Condition
                leaf={node}
                kinds={kinds}
                onChange={(leaf) => put(at, leaf)}
                onRemove={() => put(at, null)}
              />
            )}
          </li>
        ))}
      </ul>
      <div className={classes.adds}>
        <Button
          size="xs"
          variant="light"
          disabled={group.of.length >= 30 || !first}
          leftSection={<IconPlus size={15} />}
          onClick={() => first && add(leafOf(first))}
        >
          {t('addCondition')}
        </Button>
        {depth < deepest ? (
          <Button
            size="xs"
            variant="subtle"
            disabled={group.of.length >= 30}
            leftSection={<IconPlus size={15} />}
            onClick={() => add({ match: 'any', of: first ? [leafOf(first)] : [] })}
          >
            {t('addGroup')}
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}
