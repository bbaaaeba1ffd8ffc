import type { BundleReader } from './bundle.ts';
import { policyFile } from './bundle.ts';
import { textOf } from './bytes.ts';
import type { ReadNote, Trust } from './check-note.ts';
import type { EvidenceLedger } from './evidence-ledger.ts';
import type { Finding, Findings } from './finding.ts';
import { AuditFormatError } from './format-error.ts';
import { followRotations, has, type Succession } from './key-succession.ts';
import { formatPolicy, type LogPolicy, originOf, parsePolicy, policyOf } from './policy.ts';
import { signersOf } from './signed-note.ts';

/** V1 and V3. Both wait until the entries are read, because those say which keys follow the trusted ones. */
export class SignatureChecker {
  readonly succession: Succession;
  readonly #trust: Trust;
  readonly #findings: Findings;
  /** Rotations may have been pruned; then a key that cannot be followed proves nothing. */
  readonly #weight: Finding['weight'];

  /** @param matched notes about trees that the entries do have */
  constructor(
    trust: Trust,
    ledger: EvidenceLedger,
    use: { readonly matched: readonly ReadNote[]; readonly findings: Findings },
  ) {
    this.#trust = trust;
    this.#findings = use.findings;
    this.#weight = ledger.prunedBelow > 0 ? 'incomplete' : 'tampered';
    const { rotations } = ledger;
    this.succession = followRotations(
      trust.policy.logs,
      { rotations, vouchers: use.matched },
      trust.verifySignature,
    );
  }

  /** V3. @returns whether a trusted key signed the note */
  check(note: ReadNote): boolean {
    const { trusted } = this.succession;
    const { file } = note;
    try {
      if (signersOf(note.note, trusted, this.#trust.verifySignature).length > 0) return true;
      this.#refuseUnsigned(note);
    } catch (error) {
      if (!(error instanceof AuditFormatError)) throw error;
      this.#findings.add({ check: 'V3', weight: 'tampered', file, message: error.message });
    }
    return false;
  }

  /** V3: the newest checkpoint is signed by a key that its own tree does not retire. */
  checkHead(head: ReadNote): void {
    if (!this.check(head)) return;
    const { trusted, retired } = this.succession;
    const gone = retired.filter(({ index }) => index + 1 < head.size).map(({ from }) => from);
    const current = trusted.filter((key) => !has(gone, key));
    if (signersOf(head.note, current, this.#trust.verifySignature).length > 0) return;
    this.#findings.add({
      check: 'V3',
      weight: 'incomplete',
      file: head.file,
      message:
        'only a key signed that the log itself has replaced: whoever has it could have written the rest',
      expected: current.map(({ name, keyId }) => `${name}+${keyId}`).join(' or '),
    });
  }

  /** V1: the bundle speaks of trusted keys only, in the bytes that its log would write. */
  async checkPolicy(bundle: BundleReader): Promise<void> {
    const file = policyFile;
    const stored = await bundle.read(file);
    if (stored === undefined) {
      this.#findings.add({
        check: 'V1',
        weight: 'incomplete',
        file,
        message: 'the policy is missing',
      });
    } else {
      this.#comparePolicy(stored);
    }
    if (this.#trust.isPinned) return;
    const message =
      'no trusted policy for this log: whoever wrote the bundle could have chosen the key';
    this.#findings.add({ check: 'V1', weight: 'incomplete', message });
  }

  #comparePolicy(stored: Uint8Array): void {
    const stated = readPolicy(stored);
    const [first, ...newer] = stated?.logs ?? this.#trust.policy.logs;
    const actual = readable(stored);
    const isWritten = stated !== undefined && actual === formatPolicy(policyOf(first, ...newer));
    const isTrusted = [first, ...newer].every((key) => has(this.succession.trusted, key));
    if (isWritten && isTrusted) return;
    this.#findings.add({
      check: 'V1',
      weight: isWritten ? this.#weight : 'tampered',
      file: policyFile,
      message: 'the policy of the bundle is not the trusted one',
      expected: formatPolicy(policyOf(...this.#trust.policy.logs)),
      actual,
    });
  }

  #refuseUnsigned({ file, isKept, note }: ReadNote): void {
    const origin = originOf(this.#trust.policy);
    if (isKept) {
      const message =
        'the checkpoint that was brought along is not signed by a trusted key, and compares with nothing';
      this.#findings.add({ check: 'V12', weight: 'incomplete', file, message });
      return;
    }
    const isByName = note.signatures.some(({ name }) => name === origin);
    const weight = isByName ? this.#weight : 'tampered';
    const message = `no signature of a trusted key of ${origin}`;
    this.#findings.add({ check: 'V3', weight, file, message });
  }
}

function readPolicy(bytes: Uint8Array): LogPolicy | undefined {
  try {
    return parsePolicy(bytes);
  } catch (error) {
    if (error instanceof AuditFormatError) return undefined;
    throw error;
  }
}

function readable(bytes: Uint8Array): string {
  try {
    return textOf(bytes);
  } catch {
    return '(not text)';
  }
}
