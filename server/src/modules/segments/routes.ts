import * as contract from '@meada/contract/routes/segments';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { changeSegment } from './change-segment.ts';
import { countSegment } from './count-segment.ts';
import { createSegment } from './create-segment.ts';
import { dropSegment } from './drop-segment.ts';
import { listSegmentKinds } from './list-segment-kinds.ts';
import { listSegmentMembers } from './list-segment-members.ts';
import { listSegments } from './list-segments.ts';
import { previewSegment } from './preview-segment.ts';
import { readSegment } from './read-segment.ts';
import { recomputeSegment } from './recompute-segment.ts';

/** Fixed addresses stand before the ones with an id. */
export const segmentRoutes: Mounted[] = [
  serve(contract.listSegmentKinds, listSegmentKinds),
  serve(contract.countSegment, countSegment),
  serve(contract.previewSegment, previewSegment),
  serve(contract.listSegments, listSegments),
  serve(contract.readSegment, readSegment),
  serve(contract.createSegment, createSegment),
  serve(contract.changeSegment, changeSegment),
  serve(contract.dropSegment, dropSegment),
  serve(contract.recomputeSegment, recomputeSegment),
  serve(contract.listSegmentMembers, listSegmentMembers),
];
