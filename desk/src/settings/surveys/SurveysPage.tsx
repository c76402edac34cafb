import { useMay } from '../../api/queries.ts';
import { TabbedPage } from '../kit/TabbedPage.tsx';
import type { PageProps } from '../pages.ts';
import { Report } from './Report.tsx';
import { Rules } from './Rules.tsx';

const tabs = { report: Report, rules: Rules };

/** Satisfaction: what customers said, and, for who sees to inboxes, what they are asked. */
export function SurveysPage({ rest }: PageProps) {
  const manages = useMay('inboxes.manage');
  const reports = useMay('reports.read');
  const text = reports ? 'text' : 'textOwn';
  return <TabbedPage area="surveys" text={text} tabs={manages ? tabs : { report: Report }} rest={rest} />;
}
