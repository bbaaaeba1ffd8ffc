import { decodeBase64, encodeBase64 } from './base64.ts';
import { hexOf, utf8 } from './bytes.ts';
import { type ReadNote, readNote, type Trust } from './check-note.ts';
import { WitnessChecker, type Witnessed } from './check-witness.ts';
import { classOfType } from './class-of-type.ts';
import { parseBody } from './entry.ts';
import type { AuditBody } from './fact.ts';
import { type CheckId, type Finding, Findings } from './finding.ts';
import { AuditFormatError } from './format-error.ts';
import { type Leaf, parseLeaf } from './leaf.ts';
import { leafHash } from './merkle.ts';
import { originOf } from './policy.ts';
import { verifyInclusion } from './proof.ts';
import { parseReceipt, type Receipt } from './receipt.ts';
import { isOf, signersOf } from './signed-note.ts';

/** What a receipt has to be about. A receipt of another entry is a valid one, and proves nothing of what was asked. */
export interface Subject {
  readonly requestId?: string | undefined;
  readonly entryId?: string | undefined;
  /** Leaf hash, base64 or hex. */
  readonly leafHash?: string | undefined;
}

export interface ReceiptRequest {
  readonly trust: Trust;
  /** Microseconds since the epoch. */
  readonly now: number;
  readonly expected?: Subject;
}

export interface ReceiptVerification {
  /** `verified` means: this entry, and no other, stands at this place of the signed log. */
  readonly verdict: 'verified' | 'tampered' | 'incomplete';
  readonly origin: string;
  readonly index: number;
  /** Size of the signed tree. */
  readonly size: number;
  /** Leaf hash, base64. */
  readonly leafHash: string;
  readonly time?: string;
  readonly body?: AuditBody;
  readonly witnessed?: Witnessed;
  readonly ignoredSignatures: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Checks a receipt against a policy, and that it is about what was asked.
 * @throws AuditFormatError where the bytes are not a receipt at all
 */
export function verifyReceipt(bytes: Uint8Array, request: ReceiptRequest): ReceiptVerification {
  return new ReceiptVerifier(parseReceipt(bytes), request).run();
}

const checkpointName = 'the checkpoint';

class ReceiptVerifier {
  readonly #receipt: Receipt;
  readonly #request: ReceiptRequest;
  readonly #findings = new Findings();

  constructor(receipt: Receipt, request: ReceiptRequest) {
    this.#receipt = receipt;
    this.#request = request;
  }

  run(): ReceiptVerification {
    const { leaf, index, checkpoint } = this.#receipt;
    const origin = originOf(this.#request.trust.policy);
    const read = { file: checkpointName, note: utf8(checkpoint) };
    const head = readNote(read, origin, this.#findings);
    const hash = leafHash(leaf);
    const witnessed = head && this.#checkHead(head);
    if (head !== undefined) this.#checkInclusion(head, hash);
    const frame = this.#checkLeaf(head?.origin ?? origin);
    const body = frame && this.#checkBody(frame);
    this.#checkSubject(hash, body);
    this.#checkPinned();
    return {
      verdict: this.#findings.verdict,
      origin: head?.origin ?? origin,
      index,
      size: head?.size ?? 0,
      leafHash: encodeBase64(hash),
      ...(frame && { time: frame.time }),
      ...(body && { body }),
      ...(witnessed && { witnessed }),
      ignoredSignatures: head === undefined ? [] : this.#ignored(head),
      findings: this.#findings.shown,
    };
  }

  /** V3 and V4. */
  #checkHead(head: ReadNote): Witnessed | undefined {
    const { now, trust } = this.#request;
    try {
      if (signersOf(head.note, trust.policy.logs, trust.verifySignature).length === 0) {
        this.#refuseUnsigned(head);
      }
    } catch (error) {
      if (!(error instanceof AuditFormatError)) throw error;
      this.#fault('V3', [error.message]);
    }
    const witnesses = new WitnessChecker(trust, now, this.#findings);
    const witnessed = witnesses.check([head]);
    witnesses.requireQuorum(head, witnessed);
    return witnessed;
  }

  /**
   * V3. Another key may be one that the log has changed to, which only entries can tell. So the receipt proves nothing,
   * and no tampering either.
   */
  #refuseUnsigned({ note }: ReadNote): void {
    const { logs } = this.#request.trust.policy;
    const idsOf = (keys: readonly { readonly name: string; readonly keyId: string }[]) =>
      keys.map(({ name, keyId }) => `${name}+${keyId}`).join(' or ');
    this.#findings.add({
      check: 'V3',
      weight: 'incomplete',
      message:
        'signed by no key of the policy: if the log has changed its key, pin the newer one, or verify a bundle',
      expected: idsOf(logs),
      actual: idsOf(note.signatures),
    });
  }

  /** V5: the entry itself, not a hash that stands beside it, leads to the signed root. */
  #checkInclusion({ size, root }: ReadNote, hash: Uint8Array): void {
    const { index, proof } = this.#receipt;
    if (verifyInclusion({ index, size, leafHash: hash, root, proof })) return;
    this.#fault('V5', ['the proof does not lead from the entry to the signed root']);
  }

  /** V7. */
  #checkLeaf(origin: string): Leaf | undefined {
    const { leaf: bytes, index } = this.#receipt;
    try {
      const leaf = parseLeaf(bytes);
      if (leaf.origin !== origin) {
        this.#fault('V7', ['the entry is of another log', origin, leaf.origin]);
      }
      if (leaf.index !== index) {
        this.#fault('V7', ['the entry is not in its place', String(index), String(leaf.index)]);
      }
      return leaf;
    } catch (error) {
      if (!(error instanceof AuditFormatError)) throw error;
      this.#fault('V7', [error.message]);
      return undefined;
    }
  }

  /** V11. */
  #checkBody(leaf: Leaf): AuditBody | undefined {
    try {
      const body = parseBody(leaf.body);
      const expected = classOfType[body.type];
      if (leaf.class !== expected)
        this.#fault('V11', [`class of ${body.type}`, expected, leaf.class]);
      return body;
    } catch (error) {
      if (!(error instanceof AuditFormatError)) throw error;
      if (error.code !== 'unknown_body') {
        this.#fault('V11', [error.message]);
      } else {
        const message = `this verifier does not know ${error.message}`;
        this.#findings.add({ check: 'V11', weight: 'incomplete', message });
      }
      return undefined;
    }
  }

  #checkSubject(hash: Uint8Array, body: AuditBody | undefined): void {
    const { requestId, entryId, leafHash: expectedHash } = this.#request.expected ?? {};
    const compare = (what: string, expected: string | undefined, actual: string | undefined) => {
      if (expected === undefined || expected === actual) return;
      this.#fault('subject', [`the receipt is of another ${what}`, expected, actual ?? 'none']);
    };
    compare('request', requestId, body?.request_id);
    compare('entry', entryId, body?.id);
    compare('leaf', expectedHash && hexOfHash(expectedHash), hexOf(hash));
  }

  #checkPinned(): void {
    if (this.#request.trust.isPinned) return;
    const message =
      'no trusted policy for this log: whoever wrote the receipt could have chosen the key';
    this.#findings.add({ check: 'V1', weight: 'incomplete', message });
  }

  #ignored({ note }: ReadNote): string[] {
    const { logs, witnesses } = this.#request.trust.policy;
    const known = [...logs, ...witnesses.map(({ key }) => key)];
    const others = note.signatures.filter((one) => !known.some((key) => isOf(one, key)));
    return others.map(({ name }) => name);
  }

  #fault(check: CheckId, [message, expected, actual]: readonly [string, string?, string?]): void {
    this.#findings.add({
      check,
      weight: 'tampered',
      message,
      ...(expected === undefined ? {} : { expected }),
      ...(actual === undefined ? {} : { actual }),
    });
  }
}

/** @throws AuditFormatError `bad_base64` for what is neither hex nor base64 */
function hexOfHash(text: string): string {
  return /^[0-9a-fA-F]{64}$/.test(text) ? text.toLowerCase() : hexOf(decodeBase64(text));
}
