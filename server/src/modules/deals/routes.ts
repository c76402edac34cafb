import * as reasons from '@meada/contract/routes/deal-reasons';
import * as contract from '@meada/contract/routes/deals';
import { readForecast as forecastRoute } from '@meada/contract/routes/forecast';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { changeDeal } from './change-deal.ts';
import { createDeal } from './create-deal.ts';
import { dropDeal } from './drop-deal.ts';
import { listDeals } from './list-deals.ts';
import { moveDeal } from './move-deal.ts';
import { archivePipeline } from './pipelines/archive-pipeline.ts';
import { changePipeline } from './pipelines/change-pipeline.ts';
import { createPipeline } from './pipelines/create-pipeline.ts';
import { listPipelines } from './pipelines/list-pipelines.ts';
import { readBoard } from './read-board.ts';
import { readDeal } from './read-deal.ts';
import { readForecast } from './read-forecast.ts';
import { listDealReasons } from './reasons/list-deal-reasons.ts';
import { putDealReasons } from './reasons/put-deal-reasons.ts';

/** Fixed addresses stand before the ones with an id. */
export const dealRoutes: Mounted[] = [
  serve(contract.listPipelines, listPipelines),
  serve(contract.createPipeline, createPipeline),
  serve(contract.changePipeline, changePipeline),
  serve(contract.archivePipeline, archivePipeline),
  serve(reasons.listDealReasons, listDealReasons),
  serve(reasons.putDealReasons, putDealReasons),
  serve(contract.readBoard, readBoard),
  serve(forecastRoute, readForecast),
  serve(contract.listDeals, listDeals),
  serve(contract.readDeal, readDeal),
  serve(contract.createDeal, createDeal),
  serve(contract.changeDeal, changeDeal),
  serve(contract.moveDeal, moveDeal),
  serve(contract.dropDeal, dropDeal),
];
