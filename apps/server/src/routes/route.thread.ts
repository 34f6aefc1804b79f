import { parentPort, workerData } from 'node:worker_threads';
import { resultOf, type RouteTask } from './route.task.js';

// Runs in a thread of its own: does one task and ends.
parentPort?.postMessage(resultOf(workerData as RouteTask));
