import {
  changeOrganisation as changeRoute,
  listAudit as listRoute,
  readOrganisation as readRoute,
} from '@meada/contract/routes/people';
import { setupState } from '@meada/contract/routes/session';
import packageFile from '../../../package.json' with { type: 'json' };
import { type Mounted, serve, serveOutside } from '../../kernel/http/route.ts';
import { changeOrganisation } from './change-organisation.ts';
import { listAudit } from './list-audit.ts';
import { readOrganisation } from './read-organisation.ts';
import { setupOpen } from './views.ts';

export const organisationsRoutes: Mounted[] = [
  serveOutside(setupState, async ({ kernel }) => ({
    needed: await setupOpen(kernel),
    demo: kernel.config.demo,
    version: packageFile.version,
  })),
  serve(readRoute, readOrganisation),
  serve(changeRoute, changeOrganisation),
  serve(listRoute, listAudit),
];
