import { type Check, exactly, objectOf } from './body-shape.ts';
import type { AuditFactType } from './fact.ts';
import { bodyFrame, factShapes } from './fact-shape.ts';
import { bodyLimits } from './jcs.ts';

/** What a verifier wants to know of every entry. */
export interface BodyOutline {
  readonly type: AuditFactType;
  readonly id: string;
  /** The intent that an outcome closes. */
  readonly intent: string | undefined;
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
  const [, id = '', intent] = match;
  return { type, id: unquote(id), intent: intent && unquote(intent) };
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
  const shape = {
    ...bodyFrame,
    ...factShapes[type],
    ...(type === 'ai.request.outcome' && { intent: captured(factShapes[type].intent) }),
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
