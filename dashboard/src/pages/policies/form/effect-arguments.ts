import {
  blockCodes,
  logContents,
  providers,
  redactionStyles,
  severities,
} from '../../../../../src/domain/policy/document/effect.ts';
import type { Dictionary } from '../../../app/i18n/en.ts';

type ArgumentName = keyof Dictionary['policyEditor']['form']['arguments'];

/** How the form asks for one argument of an effect. */
export type Argument = { readonly name: ArgumentName } & (
  | { readonly as: 'choice'; readonly values: readonly string[]; readonly isOptional: boolean }
  | { readonly as: 'number' }
  | { readonly as: 'text' }
  | { readonly as: 'list'; readonly values: 'entities' | 'none' }
);

export type EffectKind = keyof Dictionary['policyEditor']['form']['effects'];

const holds: readonly Argument[] = [
  { name: 'approvers', as: 'list', values: 'none' },
  { name: 'timeout_minutes', as: 'number' },
  { name: 'wait_seconds', as: 'number' },
];

export const effectArguments: Readonly<Record<EffectKind, readonly Argument[]>> = {
  deny: [{ name: 'code', as: 'choice', values: blockCodes, isOptional: true }],
  redact: [
    { name: 'types', as: 'list', values: 'entities' },
    { name: 'style', as: 'choice', values: redactionStyles, isOptional: true },
  ],
  tokenise: [{ name: 'types', as: 'list', values: 'entities' }],
  require_approval: holds,
  require_hitl: holds,
  cap: [
    { name: 'max_output_tokens', as: 'number' },
    { name: 'max_input_tokens', as: 'number' },
  ],
  strip_tools: [
    { name: 'remove', as: 'list', values: 'none' },
    { name: 'keep', as: 'list', values: 'none' },
  ],
  route: [
    { name: 'provider', as: 'choice', values: providers, isOptional: true },
    { name: 'model', as: 'text' },
    { name: 'region', as: 'text' },
  ],
  log: [{ name: 'content', as: 'choice', values: logContents, isOptional: false }],
  flag: [
    { name: 'tag', as: 'text' },
    { name: 'severity', as: 'choice', values: severities, isOptional: true },
  ],
  log_only: [],
  allow: [],
};

/** What an effect begins with, so that it can be used at once. */
export const firstArguments: Readonly<
  Partial<Record<EffectKind, { readonly [key: string]: string | number }>>
> = {
  cap: { max_output_tokens: 2048 },
  route: { model: 'gpt-4o-mini' },
  log: { content: 'redacted' },
  flag: { tag: 'review' },
};

export function isEffectKind(kind: string): kind is EffectKind {
  return Object.hasOwn(effectArguments, kind);
}

export const effectKinds: readonly EffectKind[] = Object.keys(effectArguments).filter(isEffectKind);
