import { type Check, exactly, objectOf, optional } from './body-shape.ts';
import type { AuditFactType } from './fact.ts';
import { bodyFrame, factShapes } from './fact-shape.ts';
import { bodyLimits } from './jcs.ts';

/** What a verifier wants to know of every entry. */
export interface BodyOutline {
  readonly type: AuditFactType;
  readonly id: string;
  /** The intent that an outcome closes. */
  readonly intent: string | undefined;
  /** Of intents and outcomes, which have the same one. */
  readonly requestId: string | undefined;
}

const typeMember = '"type":"';
const patterns = new Map<AuditFactType, RegExp>();

/**
 * The outline of a body that is in order, out of its text: canonical JSON of a type is what one regular expression
 * matches, and so no value has to be made of it. Undefined says nothing: a few bodies in order are spelled otherwise.
 */
export function matchBody(text: string): BodyOutline | undefined {
  const type = typeOf(text);
  const match = type && patternOf(type).exec(text);
  if (!match || !isWithinLimits(text)) return undefined;
  // In the order of their keys; an intent names no intent.
  const [id = '', ...own] = match.slice(1);
  const [intent, requestId] = type === 'ai.request.intent' ? [undefined, ...own] : own;
  return {
    type,
    id: unquote(id),
    intent: intent && unquote(intent),
    requestId: requestId && unquote(requestId),
  };
}

/** A guess, at worst of a pattern that does not match: what `type` there is last is that of the body. */
function typeOf(text: string): AuditFactType | undefined {
  const at = text.lastIndexOf(typeMember) + typeMember.length;
  const type = text.slice(at, text.indexOf('"', at));
  return isFactType(type) ? type : undefined;
}

function isFactType(text: string): text is AuditFactType {
  return Object.hasOwn(factShapes, text);
}

function patternOf(type: AuditFactType): RegExp {
  const known = patterns.get(type);
  if (known !== undefined) return known;
  const requestId = { request_id: optional(captured(bodyFrame.request_id.optional)) };
  const shape = {
    ...bodyFrame,
    ...factShapes[type],
    ...(type === 'ai.request.intent' && requestId),
    ...(type === 'ai.request.outcome' && {
      intent: captured(factShapes[type].intent),
      ...requestId,
    }),
    id: captured(bodyFrame.id),
    type: exactly(type),
  };
  const pattern = new RegExp(`^${objectOf(shape).pattern}$`);
  patterns.set(type, pattern);
  return pattern;
}

function captured(check: Check): Check {
  return { ...check, pattern: `(${check.pattern})` };
}

/** A text that is longer than a string may be needs a quote at least that often, if none of its strings is too long. */
function isWithinLimits(text: string): boolean {
  const { stringMax } = bodyLimits;
  for (let at = 0; at + stringMax < text.length; ) {
    const quote = text.lastIndexOf('"', at + stringMax);
    if (quote < at) return false;
    at = quote + 1;
  }
  return true;
}

function unquote(text: string): string {
  return text.slice(1, -1);
}
