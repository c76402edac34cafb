import { Button, Group, Table, Text } from '@mantine/core';
import type { ProcessingRecord } from '@meada/contract/routes/privacy-register';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { Section } from '../kit/Section.tsx';
import { processingQuery } from './queries.ts';

type T = TFunction<'privacy'>;
const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The record as lines of words: heading first. */
function linesOf(t: T, record: ProcessingRecord): string[][] {
  const days = (count: number | null) =>
    count === null ? t('retention.forever') : `${count} ${t('retention.days')}`;
  return [
    ['activity', 'subjects', 'purpose', 'basis', 'kept', 'data', 'records'].map((name) =>
      t(`record.${name}`),
    ),
    ...record.activities.map((one) => [
      t(`activity.${one.key}`),
      t(`subjects.${one.subjects}`),
      one.purposes.map((name) => t(`purpose.${name}`)).join(', '),
      one.bases.map((name) => t(`basis.${name}`)).join(', '),
      days(one.retention.days),
      one.tables.map(({ table, columns }) => `${table}: ${columns.join(', ')}`).join('; '),
      String(one.records),
    ]),
  ];
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Semicolons and a mark of UTF-8, as spreadsheets in Brazil expect; nothing a cell would take for a formula. */
const csvOf = (lines: string[][]): string =>
  `\ufeff${lines.map((line) => line.map((cell) => `"${cell.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`).join(';')).join('\r\n')}`;

const htmlOf = (title: string, about: string[], lines: string[][]): string => {
  const row = (line: string[], tag: string) =>
    `<tr>${line.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const [head = [], ...rest] = lines;
  return `<!doctype html><meta charset="utf-8"><title>${escaped(title)}</title><style>body{font:12px system-ui}table{border-collapse:collapse}td,th{border:1px solid #999;padding:4px 6px;text-align:left;vertical-align:top;overflow-wrap:anywhere}@page{size:landscape}</style><h1>${escaped(title)}</h1>${about.map((line) => `<p>${escaped(line)}</p>`).join('')}<table>${row(head, 'th')}${rest.map((line) => row(line, 'td')).join('')}</table>`;
};

/** The record of processing, made by the house of its own tables. */
export function Processing() {
  const { t, i18n } = useTranslation('privacy');
  const { data, error, refetch } = useQuery(processingQuery);
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <ListLoading rows={6} />;
  const lines = linesOf(t, data);
  const [head = [], ...rest] = lines;
  const title = `${t('record.title')} · ${data.firm}`;
  const whole = (...parts: string[]) => parts.filter(Boolean).join(' · ');
  const { controller, officer } = data;
  const recipients = data.recipients.map(({ channel, inboxes }) => `${channel} (${inboxes.join(', ')})`);
  const about = [
    `${t('record.controller')}: ${whole(controller.name, controller.document, controller.contact)}`,
    ...(officer.name || officer.contact
      ? [`${t('record.officer')}: ${whole(officer.name, officer.contact)}`]
      : []),
    t('record.made', { at: momentOf(data.madeAt, i18n.language) }),
    `${t('record.recipients')}: ${recipients.join(' · ')}`,
  ];
  return (
    <Section
      title={t('record.title')}
      text={t('record.text')}
      actions={
        <Group gap="sm">
          <Button variant="default" onClick={() => save('ropa.csv', 'text/csv', csvOf(lines))}>
            CSV
          </Button>
          <Button
            variant="default"
            onClick={() => save('ropa.html', 'text/html', htmlOf(title, about, lines))}
          >
            {t('record.print')}
          </Button>
        </Group>
      }
    >
      <Text size="sm" c="dimmed" mb="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {about.join('\n')}
      </Text>
      <Table.ScrollContainer minWidth={760}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              {head.map((cell) => (
                <Table.Th key={cell}>{cell}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rest.map((line) => (
              <Table.Tr key={line[0]} style={{ verticalAlign: 'top' }}>
                {line.map((cell, at) => (
                  <Table.Td key={head[at]}>
                    {at === 5 ? (
                      <details>
                        <summary>{t('record.show')}</summary>
                        <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
                          {cell}
                        </Text>
                      </details>
                    ) : (
                      cell
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
