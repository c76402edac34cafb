import { Button, Group, Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import {
  answerPrivacyRequest,
  changePrivacyRequest,
  makePackage,
  type PrivacyRequest,
  type PrivacyRequestDetail,
  type RequestState,
} from '@meada/contract/routes/privacy';
import { IconUserShield } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain, say } from '../../ui/toast.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { privacyKey, requestQuery, requestsQuery } from './queries.ts';

const toneOf = (left: number | null) =>
  left === null ? undefined : left < 0 ? 'danger' : left <= 3 ? 'warn' : 'good';

function Due({ request }: { request: PrivacyRequest }) {
  const { t } = useTranslation('privacy');
  const { daysLeft } = request;
  if (daysLeft === null) return <Pill>{t(`state.${request.state}`)}</Pill>;
  const text = daysLeft < 0 ? t('due.late', { count: -daysLeft }) : t('due.left', { count: daysLeft });
  return <Pill tone={toneOf(daysLeft)}>{text}</Pill>;
}

const nameOf = (request: PrivacyRequest, nobody: string): string =>
  request.customerName ?? request.address ?? nobody;

const isOver = ({ state }: PrivacyRequest): boolean => ['done', 'refused', 'expired'].includes(state);

/** What was written, oldest first. */
function Said({ messages }: Pick<PrivacyRequestDetail, 'messages'>) {
  const { t, i18n } = useTranslation('privacy');
  return messages.map((message) => (
    <Section key={message.id}>
      <Text size="xs" c="dimmed">
        {t(`author.${message.authorKind}`)} · {momentOf(message.at, i18n.language)}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {message.text}
      </Text>
    </Section>
  ));
}

function RequestDialog({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation('privacy');
  const { data, error, refetch } = useQuery(requestQuery(id));
  const [text, setText] = useState('');
  const act = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work();
      setText('');
      await refresh(privacyKey);
      say(done);
    } catch (problem) {
      complain(problem);
    }
  };
  const request = data?.request;
  const to = (state: RequestState, outcome?: string) =>
    act(
      () =>
        call(changePrivacyRequest, {
          params: { id },
          body: { state: state as 'done', ...(outcome ? { outcome } : {}) },
        }),
      t('requests.changed'),
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={request ? t(`kind.${request.kind}`) : ''}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {request ? (
        <Stack gap="sm">
          <Group gap="xs">
            <Pill>{t(`state.${request.state}`)}</Pill>
            <Due request={request} />
            {request.customerId ? (
              <Link to="/customers/$customerId" params={{ customerId: request.customerId }}>
                {nameOf(request, t('requests.nobody'))}
              </Link>
            ) : (
              <Text size="sm">
                {request.address} · {t('requests.noCustomer')}
              </Text>
            )}
          </Group>
          {request.details ? (
            <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
              {request.details}
            </Text>
          ) : null}
          <Said messages={data.messages} />
          {request.outcome ? <Text size="sm">{request.outcome}</Text> : null}
          {isOver(request) ? null : (
            <>
              <Textarea
                label={t('requests.text')}
                description={t('requests.textHelp')}
                autosize
                minRows={3}
                maxLength={4000}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
              <Group gap="sm">
                <Button
                  disabled={!text.trim()}
                  onClick={() =>
                    act(
                      () => call(answerPrivacyRequest, { params: { id }, body: { text } }),
                      t('requests.sent'),
                    )
                  }
                >
                  {t('requests.send')}
                </Button>
                {request.state === 'working' ? null : (
                  <Button variant="default" onClick={() => to('working')}>
                    {t('requests.take')}
                  </Button>
                )}
                {request.customerId ? (
                  <Button
                    variant="default"
                    onClick={() =>
                      act(
                        () =>
                          call(makePackage, {
                            params: { id: request.customerId ?? '' },
                            body: { requestId: id },
                          }),
                        t('package.asked'),
                      )
                    }
                  >
                    {t('package.make')}
                  </Button>
                ) : null}
                <Button variant="default" onClick={() => to('done', text.trim() || undefined)}>
                  {t('requests.done')}
                </Button>
                <Button variant="default" disabled={!text.trim()} onClick={() => to('refused', text.trim())}>
                  {t('requests.refuse')}
                </Button>
              </Group>
            </>
          )}
        </Stack>
      ) : null}
    </Modal>
  );
}

/** What people ask for, the next deadline first. */
export function Requests() {
  const { t, i18n } = useTranslation('privacy');
  const [closed, setClosed] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(requestsQuery(closed));
  return (
    <>
      <SegmentedControl
        mb="md"
        value={closed ? 'closed' : 'open'}
        onChange={(value) => setClosed(value === 'closed')}
        data={[
          { value: 'open', label: t('requests.open') },
          { value: 'closed', label: t('requests.closed') },
        ]}
      />
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={4} /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={IconUserShield} title={t('requests.none')} text={t('requests.noneText')} />
      ) : null}
      {data && data.length > 0 ? (
        <Section>
          <Rows label={t('tab.requests')}>
            {data.map((request) => (
              <Row
                key={request.id}
                title={`${t(`kind.${request.kind}`)} · ${nameOf(request, t('requests.nobody'))}`}
                text={`${t(`state.${request.state}`)} · ${momentOf(request.createdAt, i18n.language)}`}
                end={
                  <Group gap="sm" wrap="nowrap">
                    <Due request={request} />
                    <Button variant="default" size="xs" onClick={() => setOpen(request.id)}>
                      {t('open')}
                    </Button>
                  </Group>
                }
              />
            ))}
          </Rows>
        </Section>
      ) : null}
      {open ? <RequestDialog id={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
