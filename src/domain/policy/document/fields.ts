import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { nearest, suggestion } from '../condition/nearest.ts';
import type { JsonValue } from './policy.ts';
import type { ProblemCode, Problems } from './problem.ts';
import { placeOf } from './read-yaml.ts';

/** The fields of one mapping. Every reader reports what is wrong and gives `undefined` for what is not there or not right. */
export class Fields {
  readonly node: Node;
  readonly problems: Problems;
  readonly #values = new Map<string, { readonly key: Scalar; readonly value: unknown }>();

  constructor(node: Node, problems: Problems) {
    this.node = node;
    this.problems = problems;
    if (!isMap(node)) {
      report(problems, ['wrong_type', 'keys with values are needed, as in {name: value}'], node);
      return;
    }
    for (const { key, value } of node.items) {
      if (isScalar(key) && typeof key.value === 'string') {
        this.#values.set(key.value, { key, value });
      } else report(problems, ['wrong_type', 'a key is a text'], key ?? node);
    }
  }

  /** Reports each key that is none of these. */
  only(known: readonly string[]): this {
    for (const [name, { key }] of this.#values) {
      if (!known.includes(name)) {
        const meant = nearest(name, known);
        this.problems.add({
          code: 'unknown_key',
          message: `there is no '${name}'${suggestion(meant) || instead(known)}`,
          at: placeOf(key),
          replacement: meant,
        });
      }
    }
    return this;
  }

  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  keyNode(name: string): unknown {
    return this.#values.get(name)?.key;
  }

  /** The value, when it is there and not null. */
  value(name: string): Node | undefined {
    const value = this.#values.get(name)?.value;
    return isMap(value) || isSeq(value) || (isScalar(value) && value.value !== null)
      ? value
      : undefined;
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  required(name: string): Node | undefined {
    const value = this.value(name);
    if (value === undefined) {
      report(this.problems, ['missing_key', `'${name}' is needed`], this.node);
    }
    return value;
  }

  report(code: ProblemCode, message: string, name: string): void {
    report(this.problems, [code, message], this.value(name) ?? this.node);
  }

  text(name: string, lengthMax: number): string | undefined {
    const node = this.value(name);
    return node && textOf(node, { lengthMax, problems: this.problems });
  }

  int(name: string, range: readonly [number, number]): number | undefined {
    const node = this.value(name);
    if (node === undefined) return undefined;
    const value = isScalar(node) ? node.value : undefined;
    const [least, most] = range;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || hasLeadingZero(node)) {
      report(this.problems, ['wrong_type', `'${name}' is a whole number, such as 10`], node);
      return undefined;
    }
    if (value < least || value > most) {
      report(this.problems, ['out_of_range', `'${name}' is ${least} to ${most}`], node);
      return undefined;
    }
    return value;
  }

  bool(name: string): boolean | undefined {
    const node = this.value(name);
    const value = isScalar(node) ? node.value : undefined;
    if (node === undefined || typeof value === 'boolean') {
      return typeof value === 'boolean' ? value : undefined;
    }
    report(this.problems, ['wrong_type', `'${name}' is true or false`], node);
    return undefined;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const node = this.value(name);
    return node && oneOfNode(node, values, this.problems);
  }

  /** One text, or a list of texts. */
  texts(name: string, countMax: number): readonly string[] | undefined {
    const node = this.value(name);
    return node && textsOf(node, { countMax, problems: this.problems });
  }
}

const shownMax = 12;

function instead(known: readonly string[]): string {
  if (known.length === 0) return '; nothing stands here';
  return known.length > shownMax ? '' : `, only ${known.join(', ')}`;
}

/** `010` is ten here and eight elsewhere. */
function hasLeadingZero(node: Node): boolean {
  return isScalar(node) && /^[-+]?0\d/.test(node.source ?? '');
}

/** Longest text in a list, in UTF-16 code units. */
const entryLengthMax = 256;

export function textsOf(
  node: Node,
  { countMax, problems }: { readonly countMax: number; readonly problems: Problems },
): readonly string[] | undefined {
  const nodes = nodesOf(node);
  if (nodes.length === 0 || nodes.length > countMax) {
    report(problems, ['out_of_range', `1 to ${countMax} values are needed`], node);
    return undefined;
  }
  const texts = nodes.map((entry) => textOf(entry, { lengthMax: entryLengthMax, problems }));
  return texts.filter((text) => text !== undefined);
}

/** The elements of a list; what is no list stands for a list of itself. */
export function nodesOf(node: Node): readonly Node[] {
  if (!isSeq(node)) return [node];
  return node.items.filter((item) => isScalar(item) || isMap(item) || isSeq(item));
}

export function textOf(
  node: Node,
  { lengthMax, problems }: { readonly lengthMax: number; readonly problems: Problems },
): string | undefined {
  if (!isScalar(node) || typeof node.value !== 'string') {
    report(problems, ['wrong_type', `a text is needed${insteadOfText(node)}`], node);
    return undefined;
  }
  if (node.value.trim() === '' || node.value.length > lengthMax) {
    report(problems, ['out_of_range', `a text of 1 to ${lengthMax} characters is needed`], node);
    return undefined;
  }
  return node.value;
}

function insteadOfText(node: Node): string {
  if (isSeq(node)) return ', not a list';
  if (!isScalar(node)) return ', not keys with values';
  return `: write ${JSON.stringify(String(node.value))} with its quotes`;
}

export function oneOfNode<Value extends string>(
  node: Node,
  values: readonly Value[],
  problems: Problems,
): Value | undefined {
  const written = isScalar(node) ? node.value : undefined;
  const found = values.find((value) => value === written);
  if (found !== undefined) return found;
  const meant = typeof written === 'string' ? nearest(written, values) : undefined;
  const what = typeof written === 'string' ? `'${written}' is not one of` : 'needed is one of';
  problems.add({
    code: 'unknown_value',
    message: `${what} ${values.join(', ')}${suggestion(meant)}`,
    at: placeOf(node),
    replacement: meant,
  });
  return undefined;
}

/** Plain data of a node; keys that are no texts have been reported by then. */
export function jsonOf(node: Node): JsonValue {
  if (isScalar(node)) return scalarOf(node.value);
  if (isSeq(node)) return nodesOf(node).map((item) => jsonOf(item));
  if (!isMap(node)) return null;
  const entries = node.items.flatMap(({ key, value }): readonly [string, JsonValue][] =>
    isScalar(key) && (isScalar(value) || isMap(value) || isSeq(value))
      ? [[String(key.value), jsonOf(value)]]
      : [],
  );
  return Object.fromEntries(entries);
}

function scalarOf(value: unknown): JsonValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function report(problems: Problems, what: readonly [ProblemCode, string], node: unknown): void {
  const [code, message] = what;
  problems.add({ code, message, at: placeOf(node) });
}
