import * as handOver from '@meada/contract/routes/hand-over';
import * as contract from '@meada/contract/routes/routing';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { choosePresence } from './agents/choose-presence.ts';
import { endWrapUp } from './agents/end-wrap-up.ts';
import { listAgents } from './agents/list-agents.ts';
import { readTimes } from './agents/read-times.ts';
import { readWork } from './agents/read-work.ts';
import { removeAgent } from './agents/remove-agent.ts';
import { setAgent } from './agents/set-agent.ts';
import { setAgentPresence } from './agents/set-agent-presence.ts';
import { askHandOver } from './hand-over/ask-hand-over.ts';
import { cancelHandOver } from './hand-over/cancel-hand-over.ts';
import { archiveQueue } from './queues/archive-queue.ts';
import { changeQueue } from './queues/change-queue.ts';
import { createQueue } from './queues/create-queue.ts';
import { listQueueItems } from './queues/list-queue-items.ts';
import { listQueueNames } from './queues/list-queue-names.ts';
import { listQueues } from './queues/list-queues.ts';
import { listAwayReasons } from './reasons/list-away-reasons.ts';
import { putAwayReasons } from './reasons/put-away-reasons.ts';
import { putRoutingSettings } from './settings/put-routing-settings.ts';
import { readRoutingSettings } from './settings/read-routing-settings.ts';
import { changeSkill } from './skills/change-skill.ts';
import { createSkill } from './skills/create-skill.ts';
import { deleteSkill } from './skills/delete-skill.ts';
import { listSkills } from './skills/list-skills.ts';
import { acceptWork } from './work/accept-work.ts';
import { declineWork } from './work/decline-work.ts';
import { pullNext } from './work/pull-next.ts';
import { pullWork } from './work/pull-work.ts';
import { releaseWork } from './work/release-work.ts';
import { takeOverWork } from './work/take-over-work.ts';

export const routingRoutes: Mounted[] = [
  serve(contract.readWork, readWork),
  serve(contract.readTimes, readTimes),
  serve(contract.acceptWork, acceptWork),
  serve(contract.declineWork, declineWork),
  serve(contract.pullWork, pullWork),
  serve(contract.pullNext, pullNext),
  serve(contract.takeOverWork, takeOverWork),
  serve(contract.releaseWork, releaseWork),
  serve(handOver.askHandOver, askHandOver),
  serve(handOver.cancelHandOver, cancelHandOver),
  serve(handOver.readRoutingSettings, readRoutingSettings),
  serve(handOver.putRoutingSettings, putRoutingSettings),
  serve(contract.choosePresence, choosePresence),
  serve(contract.endWrapUp, endWrapUp),
  serve(contract.listQueues, listQueues),
  serve(contract.listQueueNames, listQueueNames),
  serve(contract.createQueue, createQueue),
  serve(contract.changeQueue, changeQueue),
  serve(contract.archiveQueue, archiveQueue),
  serve(contract.listQueueItems, listQueueItems),
  serve(contract.listSkills, listSkills),
  serve(contract.createSkill, createSkill),
  serve(contract.changeSkill, changeSkill),
  serve(contract.deleteSkill, deleteSkill),
  serve(contract.listAwayReasons, listAwayReasons),
  serve(contract.putAwayReasons, putAwayReasons),
  serve(contract.listAgents, listAgents),
  serve(contract.setAgent, setAgent),
  serve(contract.removeAgent, removeAgent),
  serve(contract.setAgentPresence, setAgentPresence),
];
