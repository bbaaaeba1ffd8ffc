import { isSeq } from 'yaml';
import { documentText, formatPolicies } from './format-policies.ts';
import { formatPolicyText } from './format-policy-text.ts';
import { type Declarations, parsePolicies } from './parse-policies.ts';
import type { Mode, Policy } from './policy.ts';
import { documentsOf } from './read-yaml.ts';

/** A policy with the document that says it and nothing else. */
export interface SinglePolicy {
  readonly policy: Policy;
  readonly document: string;
}

/**
 * The policies of a text, each as a document of its own: the text as it was written where there is one, else its canonical
 * spelling, comments kept. None where the text has errors.
 * @param mode in the place of the mode that the text says
 */
export function singlePolicies(
  text: string,
  declarations: Declarations,
  mode: Mode | undefined,
): readonly SinglePolicy[] {
  const { policies } = parsePolicies(text, declarations);
  const documents = policies.length === 1 ? [text] : documentsIn(text, policies, declarations);
  return policies.map((policy, at) => {
    const document = documents[at] ?? formatPolicies([policy]);
    if (mode === undefined || mode === policy.mode) return { policy, document };
    const changed = formatPolicyText(withMode(document, mode), declarations);
    return { policy: { ...policy, mode }, document: changed };
  });
}

function documentsIn(
  text: string,
  policies: readonly Policy[],
  declarations: Declarations,
): readonly string[] {
  // What is inside a canonical document is indented, so such a line stands between two of them.
  const documents = formatPolicyText(text, declarations).split(/^---\n/m);
  return documents.length === policies.length ? documents : [];
}

function withMode(document: string, mode: Mode): string {
  const [parsed] = documentsOf(document);
  if (parsed === undefined) return document;
  parsed.setIn(isSeq(parsed.contents) ? [0, 'mode'] : ['mode'], mode);
  return documentText(parsed);
}
