/** What a language needs for a policy in words. Placeholders are arguments, so that word order is free. */
export interface Phrases {
  readonly and: string;
  readonly or: string;
  readonly sentence: (parts: SentenceParts) => string;
  /** `a OPERATOR b` by operator of the condition language. */
  readonly comparison: Readonly<Record<string, string>>;
  readonly isOneOf: string;
  readonly isNoneOf: string;
  readonly includes: string;
  readonly lacks: string;
  readonly isGiven: string;
  readonly isNotGiven: string;
  readonly not: (statement: string) => string;
  readonly found: (where: 'request' | 'response', what: string) => string;
  readonly notFound: (where: 'request' | 'response', what: string) => string;
  readonly plus: string;
  readonly countOf: (type: string) => string;
  readonly sizeOf: (noun: string) => string;
  readonly atLeast: (count: number, type: string) => string;
  readonly functions: Readonly<Record<string, string>>;
  /** Things that are true or false, as statements and the contrary. */
  readonly statements: Readonly<Record<string, readonly [string, string]>>;
  readonly nouns: Readonly<Record<string, string>>;
  readonly effects: EffectPhrases;
  readonly modes: Readonly<Record<'monitor' | 'off', string>>;
  readonly allow: string;
  readonly scope: (workspace: string | undefined) => string;
  readonly phases: Readonly<Record<'request' | 'response' | 'stream', string>>;
}

export interface SentenceParts {
  readonly phases: string;
  readonly scope: string;
  readonly condition: string | undefined;
  readonly exception: string | undefined;
  readonly effects: string;
}

export interface EffectPhrases {
  readonly deny: (code: string | undefined) => string;
  readonly log_only: string;
  readonly redact: (types: string | undefined, style: 'mask' | 'tokenise' | 'redact') => string;
  readonly cap: (output: number | undefined, input: number | undefined) => string;
  readonly remove: (tools: string) => string;
  readonly keep: (tools: string) => string;
  readonly route: (target: string) => string;
  readonly hold: (approvers: string | undefined, minutes: number) => string;
  readonly log: Readonly<Record<'full' | 'redacted' | 'metadata' | 'none', string>>;
  readonly flag: (tag: string, severity: string) => string;
}
