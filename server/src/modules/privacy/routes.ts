import * as contract from '@meada/contract/routes/privacy';
import * as register from '@meada/contract/routes/privacy-register';
import * as asked from '@meada/contract/routes/privacy-requests';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { listDeadlines } from './deadlines/list-deadlines.ts';
import { confirmErasure } from './erasure/confirm-erasure.ts';
import { previewErasure } from './erasure/preview-erasure.ts';
import { listHolds } from './holds/list-holds.ts';
import { releaseHold } from './holds/release-hold.ts';
import { setHold } from './holds/set-hold.ts';
import { listPackages } from './packages/list-packages.ts';
import { makePackage } from './packages/make-package.ts';
import { changeIncident } from './register/change-incident.ts';
import { listIncidents } from './register/list-incidents.ts';
import { openIncident } from './register/open-incident.ts';
import { readProcessing } from './register/read-processing.ts';
import { answerRequest } from './requests/answer-request.ts';
import { changeRequest } from './requests/change-request.ts';
import { listPeople } from './requests/list-people.ts';
import { listRequests } from './requests/list-requests.ts';
import { openRequest } from './requests/open-request.ts';
import { readRequest } from './requests/read-request.ts';
import { changeRetention } from './retention/change-retention.ts';
import { readRetention } from './retention/read-retention.ts';
import { startRun } from './retention/start-run.ts';
import { changeSettings } from './settings/change-settings.ts';
import { readSettings } from './settings/read-settings.ts';

/** Rights of those the data is about, and the registers. */
export const privacyRoutes: Mounted[] = [
  serve(contract.readPrivacySettings, readSettings),
  serve(contract.changePrivacySettings, changeSettings),
  serve(asked.listPrivacyRequests, listRequests),
  serve(asked.readPrivacyRequest, readRequest),
  serve(asked.openPrivacyRequest, openRequest),
  serve(asked.changePrivacyRequest, changeRequest),
  serve(asked.answerPrivacyRequest, answerRequest),
  serve(asked.listPrivacyDeadlines, listDeadlines),
  serve(asked.listPrivacyPeople, listPeople),
  serve(contract.listPackages, listPackages),
  serve(contract.makePackage, makePackage),
  serve(contract.listHolds, listHolds),
  serve(contract.setHold, setHold),
  serve(contract.releaseHold, releaseHold),
  serve(contract.previewErasure, previewErasure),
  serve(contract.confirmErasure, confirmErasure),
  serve(register.readRetention, readRetention),
  serve(register.changeRetention, changeRetention),
  serve(register.runRetention, startRun),
  serve(register.readProcessing, readProcessing),
  serve(register.listIncidents, listIncidents),
  serve(register.openIncident, openIncident),
  serve(register.changeIncident, changeIncident),
];
