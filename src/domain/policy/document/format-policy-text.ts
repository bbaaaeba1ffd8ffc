import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { documentText, policyDocument } from './format-policies.ts';
import { type Declarations, parsePolicies } from './parse-policies.ts';
import type { Policy } from './policy.ts';
import { policyJson } from './policy-json.ts';
import { documentsOf } from './read-yaml.ts';

/**
 * The text in its canonical spelling, as JSON where it was JSON. Comments stay with what they are about; one about something that
 * is spelt out no longer stands above the nearest thing that is. A text with errors is given back as it is.
 */
export function formatPolicyText(text: string, declarations: Declarations): string {
  // Where values are spelt otherwise, comments may end up beside others than they are then read with: one more round settles them.
  let spelt = text;
  for (let round = 0; round < roundsMax; round += 1) {
    const next = speltOnce(spelt, declarations);
    if (next === spelt) break;
    spelt = next;
  }
  return spelt;
}

const roundsMax = 4;

function speltOnce(text: string, declarations: Declarations): string {
  const { policies } = parsePolicies(text, declarations);
  if (policies.length === 0) return text;
  if (/^\s*[[{]/.test(text) && isJson(text)) return formatJson(policies);
  const originals = documentsOf(text).flatMap((document) => policyNodes(document));
  const documents = policies.map((policy, at) => {
    const document = policyDocument(policy);
    const original = originals[at];
    if (original !== undefined && document.contents !== null) {
      const heading = takeHeading(original.node);
      keepComments(original.node, document.contents);
      document.contents.commentBefore = joined(heading, document.contents.commentBefore);
      document.commentBefore = joined(original.before, document.commentBefore);
      // Below the last line a comment is read as one of the document, wherever it stood.
      document.comment = joined(document.contents.comment, original.after);
      document.contents.comment = null;
    }
    return document;
  });
  return documents.map((document) => documentText(document)).join('---\n');
}

function formatJson(policies: readonly Policy[]): string {
  const [only, second] = policies;
  const whole = policies.map((policy) => policyJson(policy));
  const value = only !== undefined && second === undefined ? policyJson(only) : whole;
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Original {
  readonly node: Node;
  /** Comments around it that belong to no value. */
  readonly before: string | null | undefined;
  readonly after: string | null | undefined;
}

/** The mappings that are policies: the root, or the elements of a list. */
function policyNodes({ contents, commentBefore, comment }: Document): readonly Original[] {
  if (!isSeq(contents)) {
    const isEmpty = contents === null || (isScalar(contents) && contents.value === null);
    return isEmpty || !isNode(contents)
      ? []
      : [{ node: contents, before: commentBefore, after: comment }];
  }
  const nodes = contents.items.filter((item) => isNode(item));
  return nodes.map((node, at) => ({
    node,
    before: at === 0 ? joined(commentBefore, contents.commentBefore) : undefined,
    after: at === nodes.length - 1 ? joined(contents.comment, comment) : undefined,
  }));
}

/** The comment above the first key is about the policy, whichever key that is. */
function takeHeading(node: Node): string | null | undefined {
  const first = isMap(node) ? node.items[0]?.key : undefined;
  if (!isNode(first)) return undefined;
  const heading = first.commentBefore;
  first.commentBefore = null;
  return heading;
}

/** Puts the comments of a node on another that says the same in another spelling. */
function keepComments(from: Node, to: Node): void {
  if (isMap(from) && isMap(to)) {
    ownComments(from, to);
    for (const pair of from.items) keepPair(pair, to);
    return;
  }
  if (isSeq(from) && isSeq(to) && from.items.length === to.items.length) {
    ownComments(from, to);
    from.items.forEach((item, at) => {
      const other = to.items[at];
      if (isNode(item) && isNode(other)) keepComments(item, other);
    });
    return;
  }
  if (isScalar(from) && isScalar(to)) ownComments(from, to);
  else putAbove(to, allComments(from));
}

function keepPair({ key, value }: Entry, map: YAMLMap): void {
  const other = map.items.find((item) => nameOf(item.key) === nameOf(key));
  if (other === undefined || !isNode(other.key)) {
    for (const part of [key, value]) if (isNode(part)) putAbove(map, allComments(part));
    return;
  }
  if (isNode(key)) ownComments(key, other.key);
  if (isNode(value) && isNode(other.value)) keepValue(value, other.value, other.key);
}

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

function nameOf(key: unknown): unknown {
  return isScalar(key) ? key.value : key;
}

function keepValue(from: Node, to: Node, key: Node): void {
  const isAlike = isScalar(from) === isScalar(to) && isSeq(from) === isSeq(to);
  // Beside the opening of a block scalar there is room for one line.
  const isRoomy = !(
    isScalar(to) &&
    to.type === Scalar.BLOCK_LITERAL &&
    from.comment?.includes('\n')
  );
  if (isAlike && isRoomy) keepComments(from, to);
  else putAbove(key, allComments(from));
}

function ownComments(from: Node, to: Node): void {
  to.commentBefore = joined(from.commentBefore, to.commentBefore);
  to.comment = joined(to.comment, from.comment);
}

function putAbove(node: Node, comments: readonly string[]): void {
  for (const comment of comments) node.commentBefore = joined(node.commentBefore, comment);
}

function allComments(node: Node): readonly string[] {
  const found: string[] = [];
  visit(node, {
    Node(_key, { commentBefore, comment }) {
      for (const each of [commentBefore, comment]) if (each) found.push(each);
    },
  });
  return found;
}

function joined(
  first: string | null | undefined,
  second: string | null | undefined,
): string | null {
  const parts = [first, second].filter(
    (part) => part !== undefined && part !== null && part !== '',
  );
  return parts.length === 0 ? null : parts.join('\n');
}
