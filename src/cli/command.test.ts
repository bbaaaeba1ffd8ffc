import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { mistakeOf, runCommand } from './command.ts';

async function run(...argv: string[]): Promise<{ exitCode: number; printed: string }> {
  let printed = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      printed += String(chunk);
      done();
    },
  });
  const exitCode = await runCommand(argv, {
    environment: {},
    stdin: Readable.from([]),
    stdout: stream,
    stderr: stream,
  });
  return { exitCode, printed };
}

test('a command that does not exist is a mistake in the call', async () => {
  const { exitCode, printed } = await run('sreve');
  expect(exitCode).toBe(64);
  expect(printed).toContain("unknown command 'sreve'");
});

test('--version and --help succeed', async () => {
  expect(await run('--version')).toMatchObject({ exitCode: 0 });
  expect((await run('--help')).printed).toContain('audit');
});

test('a mistake of ours is told by what and where, without the values that the error carries', () => {
  const failure = Object.assign(new Error('duplicate key value'), {
    detail: 'Key (name)=(row-content) already exists.',
    parameters: ['row-content'],
  });
  const told = mistakeOf(failure);
  expect(told).toContain('duplicate key value');
  expect(told).toContain('command.test.ts');
  expect(told).not.toContain('row-content');
});
