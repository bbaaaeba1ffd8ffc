import type { Emission } from './check-types.ts';

/** A body in which one thing was made wrong. */
export interface Mutant extends Emission {
  readonly wrong: 'extra' | 'misspelt' | 'missing' | 'mistyped';
  /** Where, as far as an open part of the schema is concerned: the names on the way. */
  readonly names: readonly string[];
  /** Which of the kind's variants it is, as far as the body says. */
  readonly variant: string;
}

type Change = (object: Readonly<Record<string, unknown>>) => Mutation[];
type Mutation = Pick<Mutant, 'wrong' | 'names'> & { readonly object: object };

/** All bodies that differ from the one given in a member too many, misspelt, left out or of another type. */
export function mutantsOf(emission: Emission): Mutant[] {
  const variant = variantOf(emission.body);
  return mutated(emission.body, everyChange).map(({ object, wrong, names }, index) => ({
    ...emission,
    source: `${emission.kind}${variant} ${index}: ${wrong} ${names.join('.')}`,
    variant,
    body: object,
    wrong,
    names,
  }));
}

function variantOf(body: unknown): string {
  if (!isObject(body)) return '';
  const [only, more] = Object.keys(body);
  if (typeof body['type'] === 'string') return ` ${body['type']}`;
  return more === undefined ? ` ${only}` : '';
}

const everyChange: Change = (object) => [
  { wrong: 'extra', names: ['unheard_of'], object: { ...object, unheard_of: true } },
  ...Object.entries(object).flatMap(([name, value]): Mutation[] => {
    const { [name]: _, ...rest } = object;
    return [
      { wrong: 'misspelt', names: [name], object: { ...rest, [`${name}_`]: value } },
      { wrong: 'missing', names: [name], object: rest },
      { wrong: 'mistyped', names: [name], object: { ...rest, [name]: mistyped(value) } },
    ];
  }),
];

/** No member of any schema takes a list of truths. */
function mistyped(value: unknown): unknown {
  return Array.isArray(value) ? true : [true];
}

/** One result for every object in the value, at any depth, and every change of it. */
function mutated(value: unknown, change: Change): Mutation[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      mutated(item, change).map((mutation) => ({
        ...mutation,
        object: value.with(index, mutation.object),
      })),
    );
  }
  if (!isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([name, member]) =>
    mutated(member, change).map(({ object, wrong, names }) => ({
      wrong,
      names: [name, ...names],
      object: { ...value, [name]: object },
    })),
  );
  return [...change(value), ...inner];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
