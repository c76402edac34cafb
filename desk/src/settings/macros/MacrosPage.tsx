import { Text } from '@mantine/core';
import type { Macro } from '@meada/contract/macros';
import { deleteMacro } from '@meada/contract/routes/macros';
import { IconBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useLacking } from '../../conversations/macros/lacking.ts';
import { macrosQuery } from '../../conversations/macros/queries.ts';
import { useActionWords } from '../../conversations/macros/words.ts';
import { ListPage } from '../kit/ListPage.tsx';
import { Pill } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { MacroDialog } from './MacroDialog.tsx';

function Marks({ macro, lacks }: { macro: Macro; lacks: boolean }) {
  const { t } = useTranslation('macros');
  return (
    <>
      {lacks ? <Pill tone="warn">{t('lacks')}</Pill> : null}{' '}
      {macro.folder ? <Pill>{macro.folder}</Pill> : null}{' '}
      {macro.shownTo === 'all' ? null : <Pill tone="warn">{t(`canned:shownTo.${macro.shownTo}`)}</Pill>}{' '}
      {macro.uses > 0 ? <Pill>{t('uses', { count: macro.uses })}</Pill> : null}
    </>
  );
}

/** What agents do often in one go: the firm's macros, their teams', their own. */
export function MacrosPage() {
  const wordsOf = useActionWords();
  const lacks = useLacking();
  useTranslation('canned');
  return (
    <ListPage<Macro>
      page="macros"
      icon={IconBolt}
      list={useQuery(macrosQuery)}
      manages
      mayChange={(macro) => macro.mayChange}
      nameOf={(macro) => macro.name}
      wordsOf={(macro) => `${macro.name} ${macro.folder}`}
      row={(macro) => ({
        title: (
          <>
            {macro.name} <Marks macro={macro} lacks={macro.actions.some(lacks)} />
          </>
        ),
        text: (
          <Text component="span" size="sm" lineClamp={2}>
            {macro.actions.map(wordsOf).join(' · ')}
          </Text>
        ),
      })}
      form={MacroDialog}
      remove={async (macro) => {
        await call(deleteMacro, { params: { id: macro.id } });
        await refresh(keys.macros);
        return undefined;
      }}
    />
  );
}
