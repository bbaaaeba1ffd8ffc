/** Names of members of any of the types in a union. */
export type Keys<T> = T extends unknown ? Exclude<keyof T & string, '$unknown'> : never;

/** How the types in a union are told apart. */
export type Named<T> = T extends { readonly type?: infer Name }
  ? Exclude<Name, null | undefined> & string
  : never;
