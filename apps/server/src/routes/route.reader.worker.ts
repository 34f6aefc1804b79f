import { parentPort, workerData } from 'node:worker_threads';
import { type RouteTarget, WaylineError } from '#wayline';
import { drawnRoute } from './drawn.route.js';
import { type ReadAnswer } from './route.reader.js';

// Runs in a thread of its own: reads one file and ends.
const { bytes, file, target } = workerData as { bytes: Uint8Array; file: string; target: RouteTarget | null };
let answer: ReadAnswer;
try {
  answer = { drawn: drawnRoute(bytes, file, target) };
} catch (error) {
  if (!(error instanceof WaylineError)) throw error;
  const { code, line, zh, en, issues } = error;
  answer = { fault: { code, file: error.file, line, zh, en, issues } };
}
parentPort?.postMessage(answer);
