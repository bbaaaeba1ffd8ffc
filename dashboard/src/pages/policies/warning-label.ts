import type { AnalysisFindingView } from '../../../../src/contract/policy-schemas.ts';
import type { Dictionary } from '../../app/i18n/en.ts';

type Kind = AnalysisFindingView['kind'];
type Words = Dictionary['policies'];

const kinds: readonly Kind[] = [
  'never_matches',
  'always_matches',
  'unmeasured',
  'shadowed',
  'conflict',
];

/** A finding's id, `kind:policy` or `kind:policy:other`, as a sentence about one of its policies. */
export function warningLabel(id: string, name: string, words: Words): string {
  const [kind, policy = '', other] = id.split(':');
  const known = kinds.find((each) => each === kind);
  return known === undefined ? id : findingLabel({ kind: known, policy, other }, name, words);
}

interface Finding {
  readonly kind: Kind;
  readonly policy: string;
  readonly other: string | null | undefined;
}

export function findingLabel({ kind, policy, other }: Finding, name: string, words: Words): string {
  const isOther = other === name;
  const text = words.findings;
  switch (kind) {
    case 'never_matches':
      return text.neverMatches;
    case 'always_matches':
      return text.alwaysMatches;
    case 'unmeasured':
      return text.unmeasured;
    case 'shadowed':
      return isOther ? text.shadows(policy) : text.shadowed(other ?? '');
    case 'conflict':
      return text.conflict((isOther ? policy : other) ?? '');
  }
}
