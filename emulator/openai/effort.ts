import type { Effort, Model } from './model-catalogue.ts';
import { invalidValue } from './parameters.ts';

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

/** How hard the model is to reason: as the request says, else as the model does by itself. */
export function readEffort(value: unknown, name: string, model: Model): Effort {
  const given = value ?? undefined;
  if (given === undefined || !model.isReasoning) return model.effort;
  const effort = EFFORTS.find((known) => known === given);
  if (effort === undefined) throw invalidValue(name, String(given), EFFORTS);
  return effort;
}

/** Minimal effort spends nothing that usage would count. */
export function spendsReasoning(effort: Effort): boolean {
  return effort !== 'none' && effort !== 'minimal';
}
