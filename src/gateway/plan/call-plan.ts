import type { Ledger, TranslationMode } from '../../domain/protocol/ledger.ts';
import type { Wire } from '../../domain/protocol/wire.ts';
import type { Exchange } from '../exchange.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { StreamCourse } from '../relay/courses/course.ts';
import type { FrameSplitter } from '../relay/frames/frame-splitter.ts';
import type { Told } from '../relay/readings/reading.ts';

/** A body in the client's format, made from one in the provider's. */
export interface Translated {
  readonly body: string;
  readonly told: Told;
}

/** The way back for an answer in another format than the client's. */
export interface Translation {
  /** @throws Error for a body that is no answer in the provider's format */
  unary(body: string): Translated;
}

/** The way back for a stream. */
export interface StreamPlan {
  splitter(): FrameSplitter;
  course(): StreamCourse;
}

/** What is sent to the provider, and how its answer becomes the client's. */
export interface CallPlan {
  /** The provider's format. */
  readonly wire: Wire;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether the body is another one than the client's. */
  readonly isRewritten: boolean;
  readonly ledger: Ledger;
  /** The body for a server that refuses to be asked for the usage; undefined where Monago does not ask for it. */
  readonly bodyWithoutUsage: Buffer | undefined;
  /** Undefined where the provider's bytes go on as they are. */
  readonly translation: Translation | undefined;
  readonly stream: StreamPlan;
}

/** What a plan is made of. */
export interface PlanUse {
  readonly prompt: Prompt;
  readonly exchange: Exchange;
  readonly mode: TranslationMode;
  /** Makes the pseudonym of an end user. */
  readonly pseudonym: (user: string) => string;
}
