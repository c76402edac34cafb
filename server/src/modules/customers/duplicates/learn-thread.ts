import { parentPort, workerData } from 'node:worker_threads';
import { dedupe, type PersonRecord } from '../matching/index.ts';

/** Learns from records away from the server's own thread, which must go on answering. */
parentPort?.postMessage(dedupe(workerData as PersonRecord[]).model);
