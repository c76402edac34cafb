import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { makePackage } from '@meada/contract/routes/privacy';
import {
  answerPrivacyRequest,
  changePrivacyRequest,
  type PrivacyRequest,
  type PrivacyRequestDetail,
  type RequestState,
} from '@meada/contract/routes/privacy-requests';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { EraseDialog } from '../../customers/privacy/EraseDialog.tsx';
import { CustomerSelect } from '../../deals/CustomerSelect.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { CopyLine } from '../kit/CopyLine.tsx';
import { Pill } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { dayWords } from './day.ts';
import { lacksProof, type Proof, ProofFields } from './ProofFields.tsx';
import { peopleQuery, privacyKey, requestQuery } from './queries.ts';
import { Due, isOver, nameOf, Said } from './RequestParts.tsx';

type Change = Parameters<typeof call<typeof changePrivacyRequest>>[1]['body'];
type Act = (work: () => Promise<unknown>, done: string) => Promise<boolean>;

/** Where it stands, how it came, whose it is, how the firm knows. */
function Facts({ request, change }: { request: PrivacyRequest; change(body: Change): void }) {
  const { t, i18n } = useTranslation('privacy');
  const people = useQuery(peopleQuery).data ?? [];
  const came = [
    t(`channel.${request.channel}`),
    request.askedOn && dayWords(request.askedOn, i18n.language),
    request.dueOn && t('requests.until', { day: dayWords(request.dueOn, i18n.language) }),
  ];
  return (
    <>
      <Group gap="xs">
        <Pill>{t(`state.${request.state}`)}</Pill>
        <Due request={request} />
        {request.customerId ? (
          <Link
            to="/customers/$customerId"
            params={{ customerId: request.customerId }}
            style={{ color: 'var(--accent)', overflowWrap: 'anywhere' }}
          >
            {nameOf(request, t('requests.nobody'))}
          </Link>
        ) : (
          <Text size="sm">
            {request.address} · {t('requests.noCustomer')}
          </Text>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {came.filter(Boolean).join(' · ')}
      </Text>
      {request.proofKind ? (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('proof.label')}: {t(`proof.${request.proofKind}`)}
          {request.proof ? ` (${request.proof})` : ''}
        </Text>
      ) : null}
      {request.details ? (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {request.details}
        </Text>
      ) : null}
      {isOver(request) ? null : (
        <Group grow align="flex-end">
          <Select
            label={t('requests.assignee')}
            placeholder={t('requests.unassigned')}
            clearable
            searchable
            data={people.map(({ id, name }) => ({ value: id, label: name }))}
            value={request.assigneeId}
            onChange={(assigneeId) => change({ assigneeId })}
          />
          {request.customerId ? null : (
            <CustomerSelect
              label={t('requests.whose')}
              value={null}
              onChange={(customerId) => customerId && change({ customerId })}
            />
          )}
        </Group>
      )}
    </>
  );
}

/** What must be known before anything is handed out. */
function Prove({ change }: { change(body: Change): void }) {
  const { t } = useTranslation('privacy');
  const [proof, setProof] = useState<Proof>({ proofKind: null, proof: '' });
  const { proofKind, proof: text } = proof;
  return (
    <Alert
      color="yellow"
      variant="light"
      title={t('proof.missing')}
      styles={{ title: { color: 'var(--ink)' } }}
    >
      <Text size="sm">{t('proof.missingText')}</Text>
      <ProofFields value={proof} onChange={setProof} />
      <Button
        mt="md"
        size="xs"
        disabled={!proofKind || lacksProof(proof)}
        onClick={() => proofKind && change({ proofKind, proof: text })}
      >
        {t('proof.save')}
      </Button>
    </Alert>
  );
}

type Working = { request: PrivacyRequest; act: Act; change(body: Change, done?: string): Promise<boolean> };

/** Writing to who asked, and every way on. */
function Work({ request, act, change }: Working) {
  const { t } = useTranslation('privacy');
  const [text, setText] = useState('');
  const [erasing, setErasing] = useState(false);
  const { id, customerId, kind, state, provenAt } = request;
  const cleared = (went: boolean) => went && setText('');
  const to = (next: RequestState) =>
    void change({ state: next as 'done', ...(text.trim() ? { outcome: text.trim() } : {}) }).then(cleared);
  const send = () => call(answerPrivacyRequest, { params: { id }, body: { text } });
  const pack = () => call(makePackage, { params: { id: customerId ?? '' }, body: { requestId: id } });
  return (
    <>
      <Textarea
        label={t('requests.text')}
        description={t('requests.textHelp')}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group gap="sm">
        <Button disabled={!text.trim()} onClick={() => act(send, t('requests.sent')).then(cleared)}>
          {t('requests.send')}
        </Button>
        {state === 'working' ? (
          <Button variant="default" onClick={() => void change({ state: 'asked' })}>
            {t('requests.ask')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => void change({ state: 'working' })}>
            {t('requests.take')}
          </Button>
        )}
        {customerId && provenAt ? (
          <Button variant="default" onClick={() => void act(pack, t('package.asked'))}>
            {t('package.make')}
          </Button>
        ) : null}
        {provenAt ? (
          <Button variant="default" onClick={() => to('done')}>
            {t('requests.done')}
          </Button>
        ) : null}
        <Button variant="default" disabled={!text.trim()} onClick={() => to('refused')}>
          {t('requests.refuse')}
        </Button>
        {customerId && provenAt && kind === 'erasure' ? (
          <Button color="red.9" onClick={() => setErasing(true)}>
            {t('erase.open')}
          </Button>
        ) : null}
      </Group>
      {erasing && customerId ? (
        <EraseDialog id={customerId} request={request} onClose={() => setErasing(false)} />
      ) : null}
    </>
  );
}

function Whole({ detail, act }: { detail: PrivacyRequestDetail; act: Act }) {
  const { t } = useTranslation('privacy');
  const { request, messages, pageUrl } = detail;
  const change = (body: Change, done = t('requests.changed')) =>
    act(() => call(changePrivacyRequest, { params: { id: request.id }, body }), done);
  return (
    <Stack gap="sm">
      <Facts request={request} change={(body) => void change(body)} />
      {pageUrl ? (
        <div>
          <Text size="sm" fw={600}>
            {t('requests.page')}
          </Text>
          <Text size="xs" c="dimmed" mb={4}>
            {t('requests.pageHelp')}
          </Text>
          <CopyLine value={pageUrl} label={t('requests.page')} />
        </div>
      ) : null}
      <Said messages={messages} />
      {request.outcome ? (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {request.outcome}
        </Text>
      ) : null}
      {isOver(request) ? null : (
        <>
          {request.provenAt ? null : <Prove change={(body) => void change(body)} />}
          <Work request={request} act={act} change={change} />
        </>
      )}
    </Stack>
  );
}

/** One request: where it stands, what was written, and every way on. Changes elsewhere show at once. */
export function RequestDialog({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation('privacy');
  const { data, error, refetch } = useQuery(requestQuery(id));
  const act: Act = async (work, done) => {
    try {
      await work();
      await refresh(privacyKey);
      say(done);
      return true;
    } catch (problem) {
      complain(problem);
      return false;
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={data ? t(`kind.${data.request.kind}`) : t('tab.requests')}
      size="lg"
      centered
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={3} /> : null}
      {data ? <Whole detail={data} act={act} /> : null}
    </Modal>
  );
}
