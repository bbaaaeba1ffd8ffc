import { isSeq } from 'yaml';
import { Fields, nodesOf } from './fields.ts';
import { Problems } from './problem.ts';
import { placeOf, readYaml } from './read-yaml.ts';

/** Offsets into a text in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the names of the policies of a text stand, in the order in which `parsePolicies` gives the policies. */
export function policyPlaces(text: string): readonly Span[] {
  const problems = new Problems(text);
  const roots = readYaml(text, problems);
  return roots
    .flatMap((root) => (isSeq(root) ? nodesOf(root) : [root]))
    .map((node) => placeOf(new Fields(node, problems).value('name') ?? node));
}
