import * as contract from '@meada/contract/routes/companies';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { addMember } from './add-member.ts';
import { changeMember } from './change-member.ts';
import { dropMember } from './drop-member.ts';
import { proposeMembers } from './propose-members.ts';
import { refuseProposal } from './refuse-proposal.ts';
import { setDomains } from './set-domains.ts';

/** Companies and their people. */
export const companyRoutes: Mounted[] = [
  serve(contract.addMember, addMember),
  serve(contract.changeMember, changeMember),
  serve(contract.dropMember, dropMember),
  serve(contract.setDomains, setDomains),
  serve(contract.proposeMembers, proposeMembers),
  serve(contract.refuseProposal, refuseProposal),
];
