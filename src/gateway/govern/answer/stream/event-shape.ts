import type { LaneContent } from '../../../../domain/inspection/stream/lane-restorer.ts';
import type { LaneKey } from '../../../../domain/inspection/stream/lanes.ts';
import type { JsonEdit, JsonPath } from '../../../../domain/protocol/json-edit.ts';
import type { Fields } from '../../../../domain/protocol/segments/segment.ts';

/** A piece of a lane's text in an event. */
export interface Piece {
  readonly path: JsonPath;
  readonly text: string;
  readonly lane: LaneKey;
  readonly content: LaneContent;
}

/** A text that an event repeats or gives as a whole. */
export interface WholeText {
  readonly path: JsonPath;
  readonly text: string;
  readonly content: LaneContent;
  /** It came in no lane before. */
  readonly isNew: boolean;
}

/** What an event says about the course of the answer. */
export interface EventNotes {
  readonly model?: string | undefined;
  readonly finishReason?: string | undefined;
  readonly outputTokens?: number | undefined;
  /** A tool that the model begins to call. */
  readonly tools?: readonly string[];
}

/** Where in the events of one format the model's words stand. Every function is for the JSON of one event. */
export interface EventShape {
  pieces(fields: Fields, event: string): readonly Piece[];
  wholes(fields: Fields, event: string): readonly WholeText[];
  /** Whether the event ends a lane, which has to be complete before. */
  ends(fields: Fields, event: string): (lane: LaneKey) => boolean;
  notes(fields: Fields, event: string): EventNotes;
  /** What is about the text of an event and not right any more when the text is another. */
  stale(fields: Fields): readonly JsonEdit[];
  /** Whether events are numbered, by their `sequence_number`. */
  readonly isNumbered: boolean;
}

export const noLane = (): boolean => false;
export const everyLane = (): boolean => true;

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
