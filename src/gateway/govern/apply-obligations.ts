import { MonagoError } from '../../domain/errors.ts';
import type { Inspection } from '../../domain/inspection/inspection.ts';
import type { Vault } from '../../domain/inspection/tokens/vault.ts';
import type { Decision } from '../../domain/policy/bundle/decision.ts';
import { editJson, type JsonEdit, type JsonPath } from '../../domain/protocol/json-edit.ts';
import type { Segments } from '../../domain/protocol/segments/segment.ts';
import type { Wire } from '../../domain/protocol/wire.ts';
import { estimateTokens, type Prompt } from '../prompt/prompt.ts';
import { decodeUtf8, readJsonObject } from '../prompt/read-json.ts';
import { hideInBody } from './hide-in-prompt.ts';
import { limitOutput } from './limit-output.ts';
import { stripTools } from './strip-tools.ts';

/** A prompt as policy lets it through. */
export interface Governed {
  readonly prompt: Prompt;
  /** Types that were hidden in it. */
  readonly hidden: readonly string[];
  readonly strippedTools: readonly string[];
  /** Names of headers that the provider does not get to see. */
  readonly withheldHeaders: readonly string[];
}

export interface Governing {
  readonly prompt: Prompt;
  readonly segments: Segments;
  readonly inspection: Inspection;
  readonly decision: Decision;
  readonly vault: Vault;
  readonly wire: Wire;
}

/**
 * Does what policy asks for besides its verdict. Where there is nothing to do, the client's bytes stay what they are.
 * @throws MonagoError `pii_blocked`, `policy_blocked` for what cannot be done
 */
export function applyObligations(governing: Governing): Governed {
  const { prompt, inspection, segments, decision, vault, wire } = governing;
  const { obligations, route } = decision;
  refuseLongInput(prompt, obligations.maxInputTokens);
  // A number that stands in the text already must not come to mean something else.
  if (obligations.redact.size > 0) for (const { text } of segments.segments) vault.reserve(text);
  const hiding = hideInBody(inspection, obligations, vault);
  const stripping = stripTools(prompt, obligations);
  const { maxOutputTokens } = obligations;
  const limits = maxOutputTokens === undefined ? [] : limitOutput(prompt, wire, maxOutputTokens);
  const edits = [...outside(hiding.edits, stripping.edits), ...stripping.edits, ...limits];
  const edited = edits.length === 0 ? prompt : rewritten(prompt, edits);
  const routed: Prompt =
    route === undefined
      ? edited
      : {
          ...edited,
          provider: route.provider ?? edited.provider,
          model: route.model ?? edited.model,
        };
  return {
    prompt: routed,
    hidden: hiding.types,
    strippedTools: stripping.names,
    withheldHeaders: hiding.headers,
  };
}

function refuseLongInput({ tokenEstimate }: Prompt, tokensMax: number | undefined): void {
  if (tokensMax === undefined || tokenEstimate <= tokensMax) return;
  throw new MonagoError('policy_blocked', {
    message: `Blocked by policy: the request has about ${tokenEstimate} tokens, of ${tokensMax} at most.`,
  });
}

/** Edits inside what goes away altogether have no place. */
function outside(edits: readonly JsonEdit[], removals: readonly JsonEdit[]): readonly JsonEdit[] {
  return edits.filter(({ path }) => !removals.some((removal) => isWithin(path, removal.path)));
}

function isWithin(path: JsonPath, outer: JsonPath): boolean {
  return outer.every((step, at) => path[at] === step);
}

function rewritten(prompt: Prompt, edits: readonly JsonEdit[]): Prompt {
  const body = Buffer.from(editJson(decodeUtf8(prompt.body), edits));
  return {
    ...prompt,
    body,
    members: readJsonObject(body),
    tokenEstimate: estimateTokens(body.length),
  };
}
