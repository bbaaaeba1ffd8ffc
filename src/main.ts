#!/usr/bin/env node
import process from 'node:process';
import { runCommand } from './cli/command.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
});
