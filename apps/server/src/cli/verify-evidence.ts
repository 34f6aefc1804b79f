import 'reflect-metadata';
import { runCommand } from './run-command.js';
import { verifyEvidence } from './verify-evidence.command.js';

await runCommand(async (words) => {
  const { text, right } = await verifyEvidence(words);
  if (!right) process.exitCode = 1;
  return text;
});
