import { Badge, Text } from '@mantine/core';
import type { ComparedField, Comparison } from '@meada/contract/routes/duplicates';
import { IconRosetteDiscountCheck, IconShieldCheck, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Face } from '../../ui/Face.tsx';
import { moneyOf } from '../../ui/money.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { useIdentityKinds } from '../kinds.ts';
import classes from './duplicates.module.css';

export type Choices = Record<string, string>;

type Props = {
  comparison: Comparison;
  /** The record that stays. */
  intoId: string;
  onInto(id: string): void;
  choices: Choices;
  onChoose(field: string, id: string): void;
  /** Field the arrows move in; null without a keyboard. */
  cursor?: string | null;
  readOnly?: boolean;
};

/** Whether a field asks for a choice: one word counts, and the records say different ones. */
export const asks = (field: ComparedField): boolean => !field.list && !field.agrees;

/** The side whose word counts: the chosen one, else the one that stays, else the first that says anything. */
export function chosenSide(
  comparison: Comparison,
  field: ComparedField,
  given: { intoId: string; choices: Choices },
): number {
  const says = (at: number): boolean => (field.values[at]?.length ?? 0) > 0;
  const named = comparison.sides.findIndex((side) => side.id === given.choices[field.field]);
  if (named >= 0 && says(named)) return named;
  const stays = comparison.sides.findIndex((side) => side.id === given.intoId);
  return says(stays) ? stays : field.values.findIndex((words) => words.length > 0);
}

/** What a field is called. */
function useFieldNames(): (field: ComparedField) => string {
  const { t } = useTranslation('duplicates');
  const { nameOf } = useIdentityKinds();
  return ({ field, label }) => {
    if (field.startsWith('identity:')) return nameOf(field.slice('identity:'.length));
    return label ?? t(`word.${field}`);
  };
}

/** A word as people read it: dates, amounts and languages in the reader's way. */
function useWords(): (field: ComparedField, text: string) => string {
  const { t, i18n } = useTranslation(['customers', 'duplicates']);
  const read: Partial<
    Record<NonNullable<ComparedField['type']>, (text: string, currency: string) => string>
  > = {
    boolean: (text) => t(text === 'true' ? 'duplicates:yes' : 'duplicates:no'),
    money: (text, currency) => moneyOf({ minor: Number(text), currency }, i18n.language),
    number: (text) => new Intl.NumberFormat(i18n.language).format(Number(text)),
  };
  return ({ field, type, currency }, text) => {
    const reader = type && read[type];
    if (reader) return reader(text, currency ?? 'BRL');
    if (field === 'locale') return t(`account.locale.${text}`, { defaultValue: text });
    if (field === 'kind') return t(`duplicates:kind.${text}`, { defaultValue: text });
    if (/^\d{4}-\d{2}-\d{2}$/.test(text))
      return new Intl.DateTimeFormat(i18n.language, { timeZone: 'UTC' }).format(
        new Date(`${text}T00:00:00Z`),
      );
    return text;
  };
}

function Words({ field, at }: { field: ComparedField; at: number }) {
  const { t } = useTranslation('duplicates');
  const shown = useWords();
  const words = field.values[at] ?? [];
  if (words.length === 0) return <span className={classes.nothing}>—</span>;
  return (
    <>
      {words.map((word, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: two records may say the same twice
          key={`${word.text} ${index}`}
          className={classes.word}
          title={field.type === 'concealed' ? t('concealed') : undefined}
        >
          {shown(field, word.text)}
          {word.proven ? (
            <IconShieldCheck size={15} className={classes.proven} role="img" aria-label={t('proven')} />
          ) : null}
          {word.shared ? (
            <Badge size="xs" variant="light" color="gray" leftSection={<IconUsers size={11} />} tt="none">
              {t('shared')}
            </Badge>
          ) : null}
        </span>
      ))}
    </>
  );
}

function SideHead({ comparison, at, intoId, onInto, readOnly }: Props & { at: number }) {
  const { t } = useTranslation('duplicates');
  const side = comparison.sides[at];
  if (!side) return null;
  const stays = side.id === intoId;
  return (
    <div className={classes.side} data-stays={stays || undefined}>
      <div className={classes.sideName}>
        <Face name={side.name} id={side.id} url={side.avatarUrl} size={36} />
        <Link
          to="/customers/$customerId"
          params={{ customerId: side.id }}
          target="_blank"
          title={t('openRecord')}
        >
          {side.name ?? side.display}
        </Link>
        {side.verified ? (
          <IconRosetteDiscountCheck
            size={17}
            className={classes.proven}
            role="img"
            aria-label={t('verified')}
          />
        ) : null}
      </div>
      <Text size="xs" c="var(--ink-faint)">
        {t('conversations', { count: side.conversations })}
        {side.members > 0 ? ` · ${t('members', { count: side.members })}` : ''} · {t('since')}{' '}
        <RelativeTime at={side.createdAt} />
      </Text>
      <label className={classes.stays}>
        <input type="radio" checked={stays} disabled={readOnly} onChange={() => onInto(side.id)} />
        {t(stays ? 'stays' : 'letStay')}
      </label>
    </div>
  );
}

/** Records side by side: what each says, where they differ, whose word will count. */
export function CompareGrid(props: Props) {
  const { comparison, intoId, choices, onChoose, cursor, readOnly } = props;
  const { t } = useTranslation('duplicates');
  const nameOf = useFieldNames();
  const columns = { '--sides': comparison.sides.length } as React.CSSProperties;
  return (
    <div className={classes.scroll}>
      <table className={classes.grid} style={columns} aria-label={t('compare')}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('fieldName')}</span>
            </th>
            {comparison.sides.map((side, at) => (
              <th key={side.id} scope="col">
                <SideHead {...props} at={at} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparison.fields.map((field) => {
            const chosen = field.list ? -1 : chosenSide(comparison, field, { intoId, choices });
            const said = field.values.filter((words) => words.length > 0).length;
            return (
              <tr
                key={field.field}
                data-differs={!field.agrees || undefined}
                data-same={(field.agrees && said > 1) || undefined}
                data-cursor={cursor === field.field || undefined}
              >
                <th scope="row">{nameOf(field)}</th>
                {comparison.sides.map((side, at) => (
                  <td
                    key={side.id}
                    data-chosen={chosen === at || undefined}
                    data-list={field.list || undefined}
                  >
                    {asks(field) && (field.values[at]?.length ?? 0) > 0 ? (
                      <label className={classes.choice}>
                        <input
                          type="radio"
                          name={`${field.field} ${comparison.sides.map((one) => one.id).join()}`}
                          checked={chosen === at}
                          disabled={readOnly}
                          onChange={() => onChoose(field.field, side.id)}
                        />
                        <span>
                          <Words field={field} at={at} />
                        </span>
                      </label>
                    ) : (
                      <Words field={field} at={at} />
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <Text size="xs" c="var(--ink-faint)" mt={8}>
        {t('listsKept')}
      </Text>
    </div>
  );
}
