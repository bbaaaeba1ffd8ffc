import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Debian's package golang-golang-x-mod-dev puts the library. */
const goPath = '/usr/share/gocode';
const source = fileURLToPath(new URL('verify.go', import.meta.url));

/** Whether Go and golang.org/x/mod are installed. */
export const hasGo =
  existsSync(join(goPath, 'src/golang.org/x/mod/sumdb/tlog')) &&
  spawnSync('go', ['version']).status === 0;

/** The words that a title ends with where a test cannot run. */
export const withoutGo = hasGo ? '' : ' (skipped: Go or golang.org/x/mod is not installed)';

export interface GoVerdict {
  readonly isVerified: boolean;
  /** What the verifier said. */
  readonly words: string;
}

/** The verifier of verify.go, compiled once, and a folder for what it reads. */
export class GoVerifier {
  readonly #folder = mkdtempSync(join(tmpdir(), 'monago-go-'));
  readonly #program = join(this.#folder, 'verify');
  #count = 0;

  constructor() {
    const env = { ...process.env, GO111MODULE: 'off', GOPATH: goPath, GOFLAGS: '' };
    const built = spawnSync('go', ['build', '-o', this.#program, source], { env });
    if (built.status !== 0) throw new Error(String(built.stderr));
  }

  bundle(files: ReadonlyMap<string, Uint8Array>, vkey: string): GoVerdict {
    const directory = this.#next();
    for (const [name, bytes] of files) {
      const path = join(directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    }
    try {
      return this.#run('bundle', directory, vkey);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  receipt(text: string, vkey: string): GoVerdict {
    const file = this.#next();
    writeFileSync(file, text);
    return this.#run('receipt', file, vkey);
  }

  proofs(lines: readonly string[], vkey: string): GoVerdict {
    const file = this.#next();
    writeFileSync(file, `${lines.join('\n')}\n`);
    return this.#run('proofs', file, vkey);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #next(): string {
    this.#count += 1;
    return join(this.#folder, String(this.#count));
  }

  #run(command: string, path: string, vkey: string): GoVerdict {
    const { status, stdout, stderr } = spawnSync(this.#program, [command, path, vkey]);
    return { isVerified: status === 0, words: String(status === 0 ? stdout : stderr).trim() };
  }
}
