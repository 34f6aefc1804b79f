import { writeFileSync } from 'node:fs';
import { ROOT } from '../root.js';
import { printedTaskStates } from '../tasks/task.states.js';

/** Writes `docs/task-states.md`; a test compares it with what the machine would say. */
writeFileSync(new URL('docs/task-states.md', ROOT), printedTaskStates());
