import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml';
import { isCollection, isMap, isNode, isScalar, parseAllDocuments, visit } from 'yaml';
import type { Problems } from './problem.ts';

/** Largest text of policies, in UTF-8 bytes. */
export const documentBytesMax = 256 * 1024;
const nestingMax = 32;
/** Of one document's YAML; what follows the first ones mostly follows from them. */
const mistakesMax = 20;

/** The roots of the documents of a text; what is wrong with its YAML is reported. */
export function readYaml(text: string, problems: Problems): readonly Node[] {
  if (new TextEncoder().encode(text).length > documentBytesMax) {
    const message = `a text of policies has at most ${documentBytesMax} bytes`;
    problems.add({ code: 'too_large', message, at: { start: 0, end: text.length } });
    return [];
  }
  try {
    return documentsOf(text).flatMap((document) => rootOf(document, text, problems));
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    const message = `values are nested at most ${nestingMax} deep`;
    problems.add({ code: 'too_large', message, at: { start: 0, end: text.length } });
    return [];
  }
}

/** The documents of a text as they were parsed, comments and mistakes included. */
export function documentsOf(text: string): readonly Document.Parsed[] {
  const found = parseAllDocuments(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    // Looked for below: here each key would be compared with all others.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  return Array.isArray(found) ? found : [];
}

function rootOf(document: Document.Parsed, text: string, problems: Problems): readonly Node[] {
  for (const { message, pos } of [...document.errors, ...document.warnings].slice(0, mistakesMax)) {
    const at = { start: pos[0], end: pos[1] };
    problems.add({ code: 'syntax', message: message + hintFor(message, pos[0], text), at });
  }
  refuseOtherVersion(document, problems);
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return [];
  refuseSharing(document, problems);
  return document.errors.length > 0 ? [] : [root];
}

/** In which `off` would be false and `010` eight: nobody should have to guess. */
function refuseOtherVersion({ directives }: Document.Parsed, problems: Problems): void {
  const { explicit, version } = directives.yaml;
  if (explicit !== true || version === '1.2') return;
  const message = `policies are YAML 1.2, not ${version}: leave '%YAML' out`;
  problems.add({ code: 'not_allowed', message, at: { start: 0, end: 0 } });
}

/** Conditions often begin with what means something else in YAML, and so may texts. */
function hintFor(message: string, offset: number, text: string): string {
  const line = text.slice(text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1, offset + 1);
  if (/^[\s-]*(?:when|unless):/.test(line)) {
    return "; write the condition on a line of its own below 'when: |'";
  }
  if (/^Nested mappings/.test(message)) {
    return "; a text with ': ' in it needs quotes, and keys that belong together begin in one column";
  }
  return /^Plain value cannot start/.test(message) ? '; the text needs quotes' : '';
}

const loneSurrogate = /\p{Surrogate}/u;

/**
 * Anchors, aliases, tags and merge keys make a document mean something else than what is read in it, and half a character has
 * no canonical form.
 */
function refuseSharing(document: Document.Parsed, problems: Problems): void {
  const refuse = (what: string, node: unknown, sign?: string) => {
    const hint = sign === undefined ? '' : `; a text that begins with ${sign} needs quotes`;
    problems.add({
      code: 'not_allowed',
      message: `${what} are not allowed${hint}`,
      at: placeOf(node),
    });
  };
  visit(document, {
    Alias: (_key, node) => refuse('aliases', node, '*'),
    Value(_key, node, path) {
      if (node.anchor !== undefined) refuse('anchors', node, '&');
      if (node.tag !== undefined) refuse('tags', node, '!');
      if (isHalved(node)) refuse('halves of characters', node);
      if (isCollection(node)) refuseCollection(node, path.length, problems);
    },
    Pair(_key, { key }) {
      if (isScalar(key) && key.value === '<<') refuse('merge keys', key);
    },
  });
}

/** @throws RangeError where it is too deep */
function refuseCollection(node: YAMLMap | YAMLSeq, depth: number, problems: Problems): void {
  if (depth > nestingMax * 2) throw new RangeError();
  if (isMap(node)) refuseDuplicates(node, problems);
}

function refuseDuplicates({ items }: YAMLMap, problems: Problems): void {
  const seen = new Set<unknown>();
  for (const { key } of items) {
    const name = isScalar(key) ? key.value : key;
    if (seen.has(name)) {
      const message = `the key '${String(name)}' is there already`;
      problems.add({ code: 'duplicate', message, at: placeOf(key) });
    }
    seen.add(name);
  }
}

function isHalved(node: Node): boolean {
  return isScalar(node) && loneSurrogate.test(String(node.value));
}

export function placeOf(node: unknown): { readonly start: number; readonly end: number } {
  const range = isNode(node) ? node.range : undefined;
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
