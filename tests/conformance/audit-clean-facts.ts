import { utf8 } from '../../src/domain/audit/bytes.ts';
import type { ContentPart } from '../../src/domain/audit/entry-content.ts';
import type { AuditFact, AuditFactType } from '../../src/domain/audit/fact.ts';
import type { TokenId } from '../../src/domain/ids.ts';
import type { NewEntry } from '../../src/ports/audit-log.ts';
import { bytesOf, factAt } from '../vectors/sample-facts.ts';

/** What Monago says of its own log; the test has it happen, so that it is true. */
const ownWords: ReadonlySet<AuditFactType> = new Set([
  'log.opened',
  'log.key_rotated',
  'log.checkpoint_anchored',
  'log.configured',
  'log.selfcheck',
  'privacy.erased',
  'retention.pruned',
]);

/** What the commitments of the sample facts are made of. */
const salt = Buffer.from(bytesOf(9, 32));
const words = utf8('{"model":"gpt-4o"}');
const keptParts = ['req', 'res', 'reason'] as const;

/**
 * The facts of the samples from a position on, one of each type, again and again without end. What belongs together
 * comes together: an intent and its outcome.
 */
export function* stepsFrom(first: number): Generator<readonly AuditFact[], never> {
  for (let index = first; ; index++) {
    const fact = factAt(index);
    if (fact.type === 'ai.request.intent') yield [fact, factAt(++index)];
    else if (fact.type !== 'ai.request.outcome' && !ownWords.has(fact.type)) yield [fact];
  }
}

/** A fact of this caller, as it is handed to the log, with its content where it is to be kept. */
export function entryOf(
  fact: AuditFact,
  { caller, isKept }: { readonly caller: TokenId; readonly isKept: boolean },
): Omit<NewEntry, 'tenantId' | 'entryId'> {
  const parts = keptParts.filter((name) => typeof Reflect.get(fact, name) === 'object');
  const own: AuditFact = fact.type.startsWith('ai.')
    ? { ...fact, actor: { type: 'token', id: caller } }
    : fact;
  if (parts.length === 0) return { fact: own };
  const content = parts.map((name): ContentPart => ({ name, form: 'whole', bytes: words }));
  return { fact: own, salt, ...(isKept ? { content } : {}) };
}
