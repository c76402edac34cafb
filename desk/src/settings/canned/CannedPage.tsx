import { Text } from '@mantine/core';
import { type CannedReply, deleteCanned } from '@meada/contract/routes/canned';
import { IconMessage2Bolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { cannedQuery } from '../../api/queries.ts';
import { ListPage } from '../kit/ListPage.tsx';
import { Pill } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { CannedDialog } from './CannedDialog.tsx';

/** What a reply has beside its words, in small marks. */
function Marks({ canned }: { canned: CannedReply }) {
  const { t } = useTranslation('canned');
  return (
    <>
      {canned.folder ? <Pill>{canned.folder}</Pill> : null}{' '}
      {canned.shownTo === 'all' ? null : <Pill tone="warn">{t(`shownTo.${canned.shownTo}`)}</Pill>}{' '}
      {canned.files.length > 0 ? <Pill>{t('fileCount', { count: canned.files.length })}</Pill> : null}{' '}
      {canned.wordings.length > 0 ? (
        <Pill>{t('wordingCount', { count: canned.wordings.length })}</Pill>
      ) : null}{' '}
      {canned.uses > 0 ? <Pill>{t('useCount', { count: canned.uses })}</Pill> : null}
    </>
  );
}

/** Texts an agent puts into a reply by typing "/" and a word: the firm's, their teams', their own. */
export function CannedPage() {
  return (
    <ListPage<CannedReply>
      page="canned"
      icon={IconMessage2Bolt}
      list={useQuery(cannedQuery)}
      manages
      mayChange={(canned) => canned.mayChange}
      nameOf={(canned) => canned.title}
      wordsOf={(canned) => `${canned.shortcut} ${canned.title} ${canned.folder} ${canned.text}`}
      row={(canned) => ({
        title: (
          <>
            {canned.title} <Pill tone="accent">/{canned.shortcut}</Pill> <Marks canned={canned} />
          </>
        ),
        text: (
          <Text component="span" size="sm" lineClamp={2} style={{ whiteSpace: 'pre-line' }}>
            {canned.text}
          </Text>
        ),
      })}
      form={CannedDialog}
      remove={async (canned) => {
        await call(deleteCanned, { params: { id: canned.id } });
        await refresh(keys.canned);
        return undefined;
      }}
    />
  );
}
