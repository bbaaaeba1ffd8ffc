/**
 * Where the JSON value of type `V`, given in literals, is not what `T` says: a union of places and faults, `never` where
 * it fits. Unlike assignability it takes a value for a member of a union only if it fits one member of the union and
 * has nothing beyond that member.
 */
export type Misfits<V, T, Place extends string = ''> = unknown extends T
  ? never
  : true extends IsTaken<V, T, Place>
    ? never
    : V extends Primitive | readonly unknown[]
      ? EveryFault<V, T, Place>
      : Report<V, Meant<V, T>, Place>;

/** `fits`, or a report. The prefix makes the compiler spell the report out instead of naming the type that it comes from. */
export type Verdict<V, T> = [Misfits<V, T>] extends [never] ? 'fits' : `body${Misfits<V, T>}`;

type Primitive = string | number | boolean | null | undefined;

/** Of each member of the union `T`, whether it takes the value. */
type IsTaken<V, T, Place extends string> = T extends unknown
  ? [Faults<V, T, Place>] extends [never]
    ? true
    : false
  : never;

type Faults<V, T, Place extends string> = V extends Primitive
  ? V extends T
    ? never
    : `${Place}: wrong value`
  : T extends Primitive
    ? `${Place}: wrong value`
    : V extends readonly unknown[]
      ? T extends readonly (infer Item)[]
        ? ItemFaults<V[number], Item, Place>
        : `${Place}: a list`
      : T extends readonly unknown[]
        ? `${Place}: no list`
        : MemberFaults<V, T, Place> | MissingMembers<V, T, Place>;

type ItemFaults<V, Item, Place extends string> = V extends unknown
  ? Misfits<V, Item, `${Place}[]`>
  : never;

type MemberFaults<V, T, Place extends string> = {
  [K in keyof V]: K extends keyof T
    ? Misfits<V[K], T[K], At<Place, K>>
    : `${At<Place, K>}: not in the schema`;
}[keyof V];

type MissingMembers<V, T, Place extends string> = Absent<Exclude<Required<T>, keyof V>, Place>;
type Absent<K, Place extends string> = K extends unknown ? `${At<Place, K>}: missing` : never;
type Required<T> = {
  [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K;
}[keyof T];

type At<Place extends string, K> = K extends string | number ? `${Place}.${K}` : never;

/**
 * The members of the union that the value says it is, by its `type`, `role` or `object`, or by having a member that is
 * forbidden in all others: those are what it is measured against in a report.
 */
type Meant<V, T> = T extends unknown ? ([Mismatch<V, T>] extends [never] ? T : never) : never;
type Mismatch<V, T> = {
  [K in keyof V]: K extends keyof T
    ? [NonNullable<T[K]>] extends [never]
      ? K
      : K extends 'type' | 'role' | 'object'
        ? V[K] extends T[K]
          ? never
          : K
        : never
    : never;
}[keyof V];

type Report<V, T, Place extends string> = [T] extends [never]
  ? `${Place}: no such variant`
  : EveryFault<V, T, Place>;
type EveryFault<V, T, Place extends string> = T extends unknown ? Faults<V, T, Place> : never;
