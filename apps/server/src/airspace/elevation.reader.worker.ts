import { parentPort, workerData } from 'node:worker_threads';
import { ElevationFileError, readElevationFile } from '#geo';
import { type ElevationAnswer, type ElevationTask } from './elevation.reader.js';

// Runs in a thread of its own: reads one file and ends.
parentPort?.postMessage(await answerTo(workerData as ElevationTask));

async function answerTo({ bytes, ...options }: ElevationTask): Promise<ElevationAnswer> {
  try {
    const { grid, lowest, highest } = await readElevationFile(bytes, options);
    return { cells: grid.cells, lowest, highest };
  } catch (error) {
    if (!(error instanceof ElevationFileError)) throw error;
    const { code, zh, en } = error;
    return { fault: { code, zh, en } };
  }
}
