import { parentPort, workerData } from 'node:worker_threads';
import { WaylineError } from '#wayline';
import { drawnRoute } from './drawn.route.js';
import { faultOf, type ReadAnswer, type ReadTask, unpacked } from './route.reader.js';

// Runs in a thread of its own: does one task and ends.
parentPort?.postMessage(answerTo(workerData as ReadTask));

function answerTo(task: ReadTask): ReadAnswer {
  if (task.what === 'unpack') return unpacked(task.bytes, task.file);
  try {
    return { drawn: drawnRoute(task.bytes, task.file, task.target) };
  } catch (error) {
    if (error instanceof WaylineError) return { fault: faultOf(error) };
    throw error;
  }
}
