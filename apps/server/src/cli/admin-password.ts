import 'reflect-metadata';
import { adminPassword } from './admin-password.command.js';
import { runCommand } from './run-command.js';

await runCommand((words) => adminPassword(words));
