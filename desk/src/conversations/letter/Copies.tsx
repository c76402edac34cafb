import { TagsInput } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { complainOf } from '../../ui/toast.ts';
import type { Copied } from '../composer/useBeside.ts';
import classes from './letter.module.css';

const address = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

type RowProps = { label: string; list: Copied[]; known: Copied[]; onChange: (list: Copied[]) => void };

/** One row of receivers; names come along with addresses that are known. */
function Row({ label, list, known, onChange }: RowProps) {
  const { t } = useTranslation('letter');
  const change = (values: string[]) => {
    const wrong = values.find((value) => !address.test(value.trim()));
    if (wrong !== undefined) return complainOf(t('noAddress', { text: wrong }));
    onChange(
      values.map(
        (value) => [...list, ...known].find((one) => one.value === value) ?? { value: value.trim() },
      ),
    );
  };
  return (
    <div className={classes.copies}>
      <span aria-hidden>{label}</span>
      <TagsInput
        variant="unstyled"
        size="xs"
        value={list.map((one) => one.value)}
        data={known.map((one) => one.value)}
        splitChars={[',', ';', ' ']}
        acceptValueOnBlur
        maxTags={50}
        aria-label={label}
        onChange={change}
      />
    </div>
  );
}

/** The addresses of those who take part, offered for copies. */
export const othersOf = ({ participants }: Conversation): Copied[] =>
  participants.flatMap(({ identity }) =>
    address.test(identity.value)
      ? [{ value: identity.value, ...(identity.name ? { name: identity.name } : {}) }]
      : [],
  );

type Lists = {
  cc: Copied[];
  bcc: Copied[];
  setCc: (list: Copied[]) => void;
  setBcc: (list: Copied[]) => void;
};
type CopiesProps = { known: Copied[]; letter: Lists };

/** Who gets a copy, open or blind; folded to a button while nobody does. */
export function Copies({ known, letter }: CopiesProps) {
  const { t } = useTranslation('letter');
  const [open, setOpen] = useState({ cc: false, bcc: false });
  const [showCc, showBcc] = [open.cc || letter.cc.length > 0, open.bcc || letter.bcc.length > 0];
  return (
    <>
      {showCc ? <Row label={t('cc')} list={letter.cc} known={known} onChange={letter.setCc} /> : null}
      {showBcc ? <Row label={t('bcc')} list={letter.bcc} known={known} onChange={letter.setBcc} /> : null}
      {showCc && showBcc ? null : (
        <div className={classes.more}>
          {showCc ? null : (
            <button type="button" onClick={() => setOpen({ ...open, cc: true })}>
              {t('cc')}
            </button>
          )}
          {showBcc ? null : (
            <button type="button" onClick={() => setOpen({ ...open, bcc: true })}>
              {t('bcc')}
            </button>
          )}
        </div>
      )}
    </>
  );
}
