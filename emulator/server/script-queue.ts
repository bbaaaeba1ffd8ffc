import type { Fault } from './fault.ts';
import type { SeenRequest } from './request-log.ts';

/** A fault for the next request, or for the next ones that `when` picks. */
export type ScriptStep<Failure> = Fault<Failure> & {
  when?: (request: SeenRequest) => boolean;
  /** How many requests it applies to: 1 unless told, `Infinity` until `reset()`. */
  times?: number;
};

export type ScriptQueue<Failure> = {
  add(step: ScriptStep<Failure>): void;
  clear(): void;
  /** The fault that was scripted for this request. */
  take(request: SeenRequest): Fault<Failure> | undefined;
};

export function createScriptQueue<Failure>(): ScriptQueue<Failure> {
  let waiting: { step: ScriptStep<Failure>; left: number }[] = [];
  return {
    add: (step) => {
      waiting.push({ step, left: step.times ?? 1 });
    },
    clear: () => {
      waiting = [];
    },
    take: (request) => {
      const next = waiting.find(({ step }) => step.when?.(request) ?? true);
      if (next === undefined) return undefined;
      next.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return next.step;
    },
  };
}
