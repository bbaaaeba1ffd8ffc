import { Document, isMap, isScalar, isSeq, Scalar, visit } from 'yaml';
import type { Policy } from './policy.ts';
import { policyJson } from './policy-json.ts';

const lineWidth = 100;

/**
 * The canonical spelling, which reading gives the same policies. Conditions are block scalars: in a plain one a leading quote or
 * exclamation mark means something else. Comments are not kept.
 */
export function formatPolicies(policies: readonly Policy[]): string {
  return policies.map((policy) => formatPolicy(policy)).join('---\n');
}

function formatPolicy(policy: Policy): string {
  return documentText(policyDocument(policy));
}

export function documentText(document: Document): string {
  return document.toString({ lineWidth, flowCollectionPadding: false });
}

/** A policy as a document that is spelt canonically. */
export function policyDocument(policy: Policy): Document {
  const document = new Document(policyJson(policy), { version: '1.2', schema: 'core' });
  for (const key of ['when', 'unless']) {
    const node = document.get(key, true);
    if (isScalar(node)) node.type = Scalar.BLOCK_LITERAL;
  }
  visit(document, {
    Collection(_key, node, path) {
      // Short values stand on one line, as people write them.
      const isInner = path.length > 3 || (path.length > 1 && isSeq(node));
      if (isInner && (isMap(node) || isSeq(node)) && isShort(node.toJSON())) node.flow = true;
    },
  });
  return document;
}

function isShort(value: unknown): boolean {
  return JSON.stringify(value).length <= lineWidth - 20;
}
