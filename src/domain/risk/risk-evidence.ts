import type { InjectionSignal } from '../inspection/injection/injection-signal.ts';
import type { TextRole } from '../inspection/text-role.ts';

/** What is known of a request or an answer when its risk is assessed: what was found, never the text. */
export interface RiskEvidence {
  readonly where: 'request' | 'response';
  /** `failed`: a detector broke or ran out of time. Unknown counts as the worst. */
  readonly status: 'complete' | 'failed';
  readonly findings: readonly RiskFinding[];
  readonly injection: readonly InjectionSignal[];
  readonly context: RiskContext;
}

/** What policy does with the occurrences of a finding; `detect` leaves them in place. */
export type RiskAction = 'detect' | 'mask' | 'redact' | 'tokenise' | 'block';

/** Occurrences of one type in the texts of one role. */
export interface RiskFinding {
  /** An entity such as `NIK`, or the name of a recogniser of the tenant's. */
  readonly type: string;
  readonly count: number;
  /** 0 to 100. */
  readonly confidence: number;
  readonly role: TextRole;
  /** Absent before policy has decided: then nothing is hidden. */
  readonly action?: RiskAction | undefined;
  /** In an answer: the values stand nowhere in the request. */
  readonly isNew?: boolean | undefined;
}

export interface RiskContext {
  /** Size of the texts in UTF-8. */
  readonly bytes: number;
  /** Whether something could not be read: an image, a recording, an encrypted file. */
  readonly hasUnreadMedia: boolean;
  /** Names of the tools that the model may call; in an answer, of those that it calls. */
  readonly tools: readonly string[];
  /** In an answer: it repeats the system prompt or a canary that was planted in it. */
  readonly echoesSystemPrompt?: boolean | undefined;
}
