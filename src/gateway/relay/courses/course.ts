import type { MonagoError } from '../../../domain/errors.ts';
import type { AnswerFault } from '../../../domain/protocol/answer.ts';
import type { Framing } from '../frames/framing.ts';
import type { Told } from '../readings/reading.ts';

/**
 * How the frames of a provider's stream become those of the client's. The frames that end the answer wait in here.
 * `open`: more has to come. `whole`: the provider said that this was all. `failed`: it said that it failed.
 */
export interface StreamCourse {
  /** The framing on the client's side. */
  readonly framing: Framing;
  readonly told: Told;
  readonly state: 'open' | 'whole' | 'failed';
  /** Nothing that still comes changes the answer. */
  readonly hasEnded: boolean;
  /**
   * @returns what the client gets for it now
   * @throws Error for a frame that is damaged
   */
  take(frame: Buffer): Buffer | undefined;
  /** Why it failed, where the client is told so in another format than the provider's. */
  readonly fault: AnswerFault | undefined;
  /** The provider has closed after these bytes, which no frame boundary follows. */
  close(rest: Buffer): void;
  /** The frames that waited for the end. */
  end(): Buffer;
  /** Frames instead of them, which no client takes for the end of a whole answer. */
  fail(error: MonagoError): Buffer;
}
