import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

test('whoever has seen enough of what is printed may close the pipe', async () => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'src/main.ts', 'policy', 'fmt', 'examples/policies'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  child.stdout.destroy();
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const [exitCode] = await once(child, 'close');
  expect(complaints).not.toContain('EPIPE');
  expect(exitCode).toBe(0);
});
