import 'reflect-metadata';
import { deviceAccount } from './device-account.command.js';
import { runCommand } from './run-command.js';

await runCommand((words) => deviceAccount(words));
