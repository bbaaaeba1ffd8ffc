#!/usr/bin/env node
import process from 'node:process';
import { runCommand } from './cli/command.ts';
import { processEnvironment } from './config.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: processEnvironment(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
