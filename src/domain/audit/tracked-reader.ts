import type { BundleReader } from './bundle.ts';
import type { Findings } from './finding.ts';

/** Remembers which files were asked for, so that no file of the bundle goes unnoticed. */
export class TrackedReader implements BundleReader {
  readonly #bundle: BundleReader;
  readonly #read = new Set<string>();

  constructor(bundle: BundleReader) {
    this.#bundle = bundle;
  }

  get names(): readonly string[] {
    return this.#bundle.names;
  }

  read(name: string): Promise<Uint8Array | undefined> {
    this.#read.add(name);
    return this.#bundle.read(name);
  }

  /** V0: the bundle holds no file that nobody looked at. */
  reportUnread(findings: Findings): void {
    for (const file of this.names.filter((name) => !this.#read.has(name))) {
      const message = 'the file is no part of a bundle of this size';
      findings.add({ check: 'V0', weight: 'incomplete', file, message });
    }
  }
}
