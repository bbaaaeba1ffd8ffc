import type { Fault } from './fault.ts';
import { isFields } from './json.ts';
import { namedFault, namedFaults } from './named-faults.ts';
import type { SeenRequest } from './request-log.ts';

/** A fault for the next request, or for the next ones that `when` picks. */
export type ScriptStep = Fault & {
  when?: (request: SeenRequest) => boolean;
  /** How many requests it applies to: 1 unless told, `Infinity` until `reset()`. */
  times?: number;
};

export type ScriptQueue = {
  add(step: ScriptStep): void;
  clear(): void;
  /** The fault for this request: scripted first, then what the request itself asks for. */
  take(request: SeenRequest): Fault;
};

export function createScriptQueue(): ScriptQueue {
  let waiting: { step: ScriptStep; left: number }[] = [];
  return {
    add: (step) => {
      waiting.push({ step, left: step.times ?? 1 });
    },
    clear: () => {
      waiting = [];
    },
    take: (request) => {
      const next = waiting.find(({ step }) => step.when?.(request) ?? true);
      if (next === undefined) return requestedFault(request);
      next.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return next.step;
    },
  };
}

function requestedFault(request: SeenRequest): Fault {
  const header = request.headers['x-emulator-fault'];
  if (typeof header === 'string') return namedFaults[header] ?? {};
  // Most requests ask for nothing: a search of the bytes spares them a second parse.
  if (!request.body.includes('fault-')) return {};
  return namedFault(modelOf(request.body)) ?? {};
}

function modelOf(body: Buffer): string {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isFields(value) ? String(value['model']) : '';
  } catch {
    return '';
  }
}
