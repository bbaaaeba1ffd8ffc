#!/usr/bin/env node
import process from 'node:process';
import { runCommand } from './cli/command.ts';
import { processEnvironment } from './config.ts';

// Whoever reads may have seen enough, as `head` has. That is no mistake, and what was begun is finished.
process.stdout.on('error', (error) => {
  if (!('code' in error && error.code === 'EPIPE')) throw error;
});

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: processEnvironment(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
