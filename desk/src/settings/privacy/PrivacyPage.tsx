import { TabbedPage } from '../kit/TabbedPage.tsx';
import type { PageProps } from '../pages.ts';
import { Holds } from './Holds.tsx';
import { Incidents } from './Incidents.tsx';
import { Processing } from './Processing.tsx';
import { Purposes } from './Purposes.tsx';
import { Requests } from './Requests.tsx';
import { Retention } from './Retention.tsx';
import { Settings } from './Settings.tsx';

const tabs = {
  requests: Requests,
  incidents: Incidents,
  purposes: Purposes,
  retention: Retention,
  holds: Holds,
  processing: Processing,
  settings: Settings,
};

/** The law's duties: what people ask for, what the firm may and must keep, what went wrong. */
export const PrivacyPage = ({ rest }: PageProps) => (
  <TabbedPage area="privacy" text="intro" tabs={tabs} rest={rest} />
);
