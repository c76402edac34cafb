export { askRequest } from './ask-request.ts';
export { askChatHistory, chatDemands } from './chat.ts';
export { hasKeptDemand, keptByDecree, keptDemands, retentionFloors } from './keeping.ts';
export { mountHistories } from './page.ts';
export { presentSac } from './present.ts';
export { sacRoutes } from './routes.ts';
export { startSac } from './start.ts';
export { switchMode } from './switch-mode.ts';
export { takeRequest } from './take-request.ts';
