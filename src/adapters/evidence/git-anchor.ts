import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AnchoredCheckpoint, CheckpointAnchor } from '../../ports/checkpoint-anchor.ts';

export interface GitAnchorOptions {
  readonly name: string;
  readonly everyMs: number;
  /** A clone. */
  readonly folder: string;
  /** Name of the remote to push to; left out, the commits stay here. */
  readonly remote: string | undefined;
  /** What git sees of the process's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const timeoutMs = 20_000;
const author = { name: 'Monago', email: 'monago@localhost' };

/**
 * A clone that others pull from, or that is pushed elsewhere: `<origin>/checkpoint`, one commit a checkpoint. Whoever has
 * an older commit sees when history was rewritten. Git reaches the remote on its own, past the egress rules.
 */
export function createGitAnchor(options: GitAnchorOptions): CheckpointAnchor {
  const { name, everyMs } = options;
  let last: Promise<unknown> = Promise.resolve();
  return {
    name,
    kind: 'git',
    everyMs,
    // A clone takes one commit at a time.
    anchor(checkpoint) {
      const turn = last.then(() => commit(options, checkpoint));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

async function commit(
  options: GitAnchorOptions,
  { origin, size, cosigned }: AnchoredCheckpoint,
): Promise<{ readonly ref: string }> {
  const { folder, remote } = options;
  const file = join(...origin.split('/').filter((part) => !/^\.*$/.test(part)), 'checkpoint');
  await git(options, ['rev-parse', '--git-dir']);
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), cosigned);
  await git(options, ['add', '--', file]);
  const isNew = await git(options, ['diff', '--cached', '--quiet', '--', file]).then(
    () => false,
    () => true,
  );
  // Left over from an attempt whose push failed: the commit is there already.
  if (isNew) {
    await git(options, ['commit', '--quiet', '-m', `checkpoint ${size} of ${origin}`, '--', file]);
  }
  const ref = await git(options, ['log', '-1', '--format=%H', '--', file]);
  if (remote !== undefined) await git(options, ['push', '--quiet', remote, 'HEAD']);
  return { ref: ref.trim() };
}

/** @throws Error with the command and the exit code; what git prints may hold the password of a remote */
function git({ folder, environment }: GitAnchorOptions, args: readonly string[]): Promise<string> {
  const settings = ['core.hooksPath=/dev/null', 'commit.gpgSign=false', 'gc.auto=0'];
  const all = ['-C', folder, ...settings.flatMap((one) => ['-c', one]), ...args];
  const env = {
    ...environment,
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  };
  return new Promise((resolve, reject) => {
    execFile('git', all, { env, timeout: timeoutMs, encoding: 'utf8' }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(new Error(reasonOf(error, args[0] ?? '', folder)));
    });
  });
}

function reasonOf(
  error: Error & { code?: unknown; killed?: unknown },
  command: string,
  folder: string,
): string {
  if (error.code === 'ENOENT') return 'there is no git on this machine';
  if (error.killed === true) return `git ${command} took longer than ${timeoutMs / 1000} s`;
  if (command === 'rev-parse') return `${folder} is not a clone of git`;
  return `git ${command} ended with ${String(error.code)}`;
}
