import type { BundleReader } from './bundle.ts';
import { policyFile } from './bundle.ts';
import { textOf } from './bytes.ts';
import type { ReadNote, Trust } from './check-note.ts';
import type { Rotation } from './evidence-ledger.ts';
import type { Finding, Findings } from './finding.ts';
import { AuditFormatError } from './format-error.ts';
import {
  followRotations,
  has,
  isSignedBy,
  type Succession,
  type UnprovenKey,
} from './key-succession.ts';
import { formatPolicy, type LogPolicy, originOf, parsePolicy, policyOf } from './policy.ts';
import { type NoteKey, type SignedNote, signersOf } from './signed-note.ts';

interface SignatureUse {
  /** Notes about trees that the entries do have. */
  readonly matched: readonly ReadNote[];
  readonly findings: Findings;
  /** Whether every entry of the log was there, and none of a later version. */
  readonly areAllRead: boolean;
}

/** V1 and V3. Both wait until the entries are read, because those say which keys follow the trusted ones. */
export class SignatureChecker {
  readonly succession: Succession;
  readonly #trust: Trust;
  readonly #findings: Findings;
  /** Of a key that nothing leads to: it proves nothing where an entry that could have led to it was not read. */
  readonly #weight: Finding['weight'];

  constructor(trust: Trust, rotations: readonly Rotation[], use: SignatureUse) {
    this.#trust = trust;
    this.#findings = use.findings;
    this.#weight = use.areAllRead ? 'tampered' : 'incomplete';
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

  /** V3: the newest checkpoint is signed by a key that its own tree does not retire. @returns whether by a trusted one */
  checkHead(head: ReadNote): boolean {
    if (!this.check(head)) return false;
    this.#checkRetired(head);
    return true;
  }

  #checkRetired(head: ReadNote): void {
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
      expected: current.map(nameOf).join(' or '),
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
    const { trusted, unproven } = this.succession;
    const others = [first, ...newer].filter((key) => !has(trusted, key));
    if (isWritten && others.length === 0) return;
    const named = unproven.map(({ key }) => key);
    const isNamed = others.every((key) => has(named, key));
    this.#findings.add({
      check: 'V1',
      weight: !isWritten ? 'tampered' : isNamed ? 'incomplete' : this.#weight,
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
    const unproven = this.#unprovenSigner(note);
    if (unproven !== undefined) {
      this.#findings.add(unprovenFinding(file, unproven));
      return;
    }
    const isByName = note.signatures.some(({ name }) => name === origin);
    const weight = isByName ? this.#weight : 'tampered';
    const message = `no signature of a trusted key of ${origin}`;
    this.#findings.add({ check: 'V3', weight, file, message });
  }

  #unprovenSigner(note: SignedNote): UnprovenKey | undefined {
    const { unproven } = this.succession;
    return unproven.find(({ key }) => isSignedBy(note, [key], this.#trust.verifySignature));
  }
}

/** Keys are handed on under a checkpoint of the key before; without it anybody could have written the entry. */
function unprovenFinding(file: string, { index, by, key }: UnprovenKey): Finding {
  return {
    check: 'V3',
    weight: 'incomplete',
    file,
    message: `entry ${index} names the key that signed, and no checkpoint of the key beside it covers that entry`,
    expected: `a file checkpoints/<size>, of more than ${index} entries, signed by ${nameOf(by)}`,
    actual: `signed by ${nameOf(key)} alone`,
  };
}

function nameOf({ name, keyId }: NoteKey): string {
  return `${name}+${keyId}`;
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
