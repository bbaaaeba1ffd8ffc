import type { Effort, Reasoning } from '../conversation.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';

interface ReadReasoning {
  readonly value: Reasoning;
  readonly at: string;
}

const effortAt = 'output_config.effort';

/** Brings together `thinking` and the effort of `output_config`, which hold for the same thing elsewhere. */
export function readReasoning(
  request: RequestFields,
  effort: Effort | undefined,
): ReadReasoning | undefined {
  const thinking = request.object('thinking');
  const type = thinking?.requiredString('type');
  if (thinking === undefined || type === undefined) return effort && fromEffort(effort);
  // Whether the client gets to see the thinking; elsewhere it never has the choice.
  thinking.drop('display');
  const value = readMode(thinking, type, effort);
  if (value === undefined) {
    request.ledger.lose('thinking', `(${type}) is known to Anthropic alone`);
    return effort && fromEffort(effort);
  }
  thinking.close();
  if (effort !== undefined && value.mode !== 'adaptive') request.ledger.drop(effortAt);
  return { value, at: 'thinking' };
}

function fromEffort(effort: Effort): ReadReasoning {
  return { value: { mode: 'effort', effort }, at: effortAt };
}

function readMode(
  thinking: RequestFields,
  type: string,
  effort: Effort | undefined,
): Reasoning | undefined {
  switch (type) {
    case 'disabled':
      return { mode: 'off' };
    case 'adaptive':
      return effort === undefined ? { mode: 'adaptive' } : { mode: 'adaptive', effort };
    case 'enabled': {
      const tokens = thinking.count('budget_tokens');
      if (tokens === undefined) throw invalidRequest('thinking.budget_tokens', 'is required');
      return { mode: 'budget', tokens };
    }
    default:
      return undefined;
  }
}
