import { schemaOf } from '../../src/domain/policy/condition/schema.ts';
import type { Type } from '../../src/domain/policy/condition/type.ts';
import { type CaseOptions, caseScope, entities, words } from './case-scope.ts';
import type { Random } from './random.ts';

/** Variables of the schema by kind, so that a generated condition is nearly always well typed. */
interface Pools {
  readonly int: readonly string[];
  readonly double: readonly string[];
  readonly bool: readonly string[];
  readonly free: readonly string[];
  readonly closed: readonly { readonly path: string; readonly values: readonly string[] }[];
  readonly lists: readonly string[];
  readonly optional: readonly string[];
}

const pools = poolsOf(leavesOf('', schemaOf(caseScope)));

interface Leaf {
  readonly path: string;
  readonly type: Type;
  readonly isOptional: boolean;
}

function leavesOf(prefix: string, type: Type): readonly Leaf[] {
  if (type.kind !== 'record') return [];
  return Object.entries(type.fields).flatMap(([name, field]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return field.type.kind === 'record'
      ? leavesOf(path, field.type)
      : [{ path, type: field.type, isOptional: field.optional === true }];
  });
}

function poolsOf(leaves: readonly Leaf[]): Pools {
  const present = leaves.filter(({ isOptional }) => !isOptional);
  const ofKind = (kind: Type['kind']) =>
    present.filter(({ type }) => type.kind === kind).map(({ path }) => path);
  const texts = present.flatMap(({ path, type }) =>
    type.kind === 'string' ? [{ path, values: type.values }] : [],
  );
  return {
    int: ofKind('int'),
    double: ofKind('double'),
    bool: ofKind('bool'),
    free: texts.filter(({ values }) => values === undefined).map(({ path }) => path),
    closed: texts.flatMap(({ path, values }) => (values === undefined ? [] : [{ path, values }])),
    lists: present
      .filter(({ type }) => type.kind === 'list' && type.element.kind === 'string')
      .filter(({ path }) => !path.includes('types') && path !== 'time.calendars')
      .map(({ path }) => path),
    optional: leaves.filter(({ isOptional }) => isOptional).map(({ path }) => path),
  };
}

/** Writes a random condition. */
export function randomCondition(random: Random, options: CaseOptions): string {
  return new ConditionWriter(random, options).condition(3);
}

class ConditionWriter {
  readonly #random: Random;
  readonly #options: CaseOptions;
  readonly #texts: string[] = [];

  constructor(random: Random, options: CaseOptions) {
    this.#random = random;
    this.#options = options;
  }

  condition(depth: number): string {
    const random = this.#random;
    if (depth <= 0 || random.chance(0.3)) return this.#atom();
    switch (random.below(6)) {
      case 0:
        return `!(${this.condition(depth - 1)})`;
      case 1:
        return `(${this.condition(depth - 1)} ? ${this.condition(depth - 1)} : ${this.condition(depth - 1)})`;
      case 2:
        return this.#guarded();
      default: {
        const operator = random.pick(['&&', '||']);
        return `(${this.condition(depth - 1)} ${operator} ${this.condition(depth - 1)})`;
      }
    }
  }

  #guarded(): string {
    const path = this.#random.pick([...this.#optionalPaths(), 'principal.claims.department']);
    const [use, isNegated] = [`${path} == ${this.#text()}`, this.#random.chance(0.3)];
    return isNegated ? `(!has(${path}) || ${use})` : `(has(${path}) && ${use})`;
  }

  #optionalPaths(): readonly string[] {
    return pools.optional;
  }

  #atom(): string {
    const random = this.#random;
    switch (random.below(12)) {
      case 0:
        return random.pick(pools.bool);
      case 1:
        return `${this.#text()} ${random.pick(['==', '!=', '<', '<=', '>', '>='])} ${this.#text()}`;
      case 2:
        return `${this.#text()}.${random.pick(['startsWith', 'endsWith', 'contains'])}(${this.#text()})`;
      case 3:
        return this.#membership();
      case 4:
        return this.#quantified();
      case 5:
        return this.#closed();
      case 6:
        return this.#pii();
      case 7:
        return this.#pattern();
      case 8:
        return `${this.#double()} ${this.#comparison()} ${random.chance(0.3) ? this.#int(0) : this.#double()}`;
      case 9:
        return `"${random.pick(['department', 'region', 'none'])}" in principal.claims`;
      default:
        return `${this.#int(2)} ${this.#comparison()} ${this.#int(1)}`;
    }
  }

  #comparison(): string {
    return this.#random.pick(['==', '!=', '<', '<=', '>', '>=']);
  }

  #int(depth: number): string {
    const random = this.#random;
    if (depth > 0 && random.chance(0.4)) {
      const operator = random.pick(['+', '-', '*', '/', '%']);
      if (operator === '/' || operator === '%') {
        return `(${this.#int(depth - 1)} ${operator} ${random.pick(['3', '-7', '0x10'])})`;
      }
      return `(${this.#int(depth - 1)} ${operator} ${this.#int(depth - 1)})`;
    }
    switch (random.below(6)) {
      case 0:
        return `size(${random.chance(0.5) ? random.pick(pools.lists) : this.#text()})`;
      case 1:
        return `${random.pick(['min', 'max'])}(${random.pick(pools.int)}, ${random.below(100)})`;
      case 2:
        return `-${random.pick(pools.int)}`;
      case 3:
        return random.pick(pools.int);
      default:
        return this.#intLiteral();
    }
  }

  #intLiteral(): string {
    const { hasHugeNumbers } = this.#options;
    if (hasHugeNumbers && this.#random.chance(0.5)) {
      return this.#random.pick([
        '9007199254740991',
        '-9007199254740991',
        '94906267',
        '4503599627370496',
      ]);
    }
    return String(this.#random.below(120) - 20);
  }

  #double(): string {
    const random = this.#random;
    if (random.chance(0.2))
      return `(${random.pick(pools.double)} ${random.pick(['+', '-', '*'])} 1.5)`;
    if (random.chance(0.2)) return `(${random.pick(pools.double)} / 2.0)`;
    return random.chance(0.6)
      ? random.pick(pools.double)
      : random.pick(['0.5', '1e2', '-3.25', '.5']);
  }

  #text(): string {
    const random = this.#random;
    const local = this.#texts.at(-1);
    if (local !== undefined && random.chance(0.5)) return local;
    if (random.chance(0.1)) return `${random.pick(pools.free)}.lowerAscii()`;
    if (random.chance(0.1)) return `principal.claims.get("department", ${this.#word()})`;
    return random.chance(0.5) ? random.pick(pools.free) : this.#word();
  }

  #word(): string {
    return JSON.stringify(this.#random.pick(words));
  }

  #membership(): string {
    const random = this.#random;
    const list = random.pick([
      ...pools.lists,
      `[${this.#word()}, ${this.#word()}]`,
      `[${this.#word()}, ${random.pick(pools.free)}, ${this.#word()}, ${this.#word()}]`,
      `${random.pick(pools.lists)}.filter(x, x != ${this.#word()})`,
      `${random.pick(pools.lists)}.map(x, x.lowerAscii())`,
    ]);
    return `${this.#text()} in ${list}`;
  }

  #quantified(): string {
    const random = this.#random;
    const macro = random.pick(['exists', 'all', 'exists_one']);
    if (random.chance(0.25)) {
      return `pii.findings.${macro}(f, f.count ${this.#comparison()} ${random.below(5)} && f.role == "user")`;
    }
    const name = random.pick(['t', 'u', 'request']);
    const list = random.pick(pools.lists);
    this.#texts.push(name);
    const body = name === 'request' ? `request == ${this.#word()}` : this.#body();
    this.#texts.pop();
    return `${list}.${macro}(${name}, ${body})`;
  }

  #body(): string {
    if (this.#texts.length < 2 && this.#random.chance(0.15)) return this.#quantified();
    const first = `${this.#text()} ${this.#random.pick(['==', '!=', '<'])} ${this.#text()}`;
    return this.#random.chance(0.5)
      ? first
      : `${first} || ${this.#text()}.startsWith(${this.#word()})`;
  }

  #closed(): string {
    const { path, values } = this.#random.pick(pools.closed);
    const value = (): string => JSON.stringify(this.#random.pick(values));
    return this.#random.chance(0.5)
      ? `${path} ${this.#random.pick(['==', '!='])} ${value()}`
      : `${path} in [${value()}, ${value()}]`;
  }

  #pii(): string {
    const random = this.#random;
    const pii = random.pick(['pii', 'response.pii']);
    const type = (): string => JSON.stringify(random.pick(entities));
    switch (random.below(4)) {
      case 0:
        return `${pii}.any([${type()}, ${type()}])`;
      case 1:
        return `${pii}.inRole(${type()}, "user")`;
      case 2:
        return `${type()} in ${pii}.types`;
      default:
        return `${pii}.count(${type()}) > ${random.below(3)}`;
    }
  }

  #pattern(): string {
    const random = this.#random;
    if (random.chance(0.3))
      return `time.within(${random.pick(['"business-hours"', '"holidays"'])})`;
    if (random.chance(0.5)) {
      return `glob(${this.#text()}, ${random.pick(['"gpt-*"', '"*"', '"*-4*"', '"a"', '"*b"'])})`;
    }
    return `${this.#text()}.matches(${random.pick(['"^gpt-[0-9]"', '"a|b"', '"(o+)+$"', '"^$"'])})`;
  }
}
