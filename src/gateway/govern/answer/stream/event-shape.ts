import type { LaneContent } from '../../../../domain/inspection/stream/lane-restorer.ts';
import type { LaneKey } from '../../../../domain/inspection/stream/lanes.ts';
import type { JsonPath } from '../../../../domain/protocol/json-edit.ts';
import type { Fields, Segment } from '../../../../domain/protocol/segments/segment.ts';
import type { StreamFrame } from '../../../../domain/protocol/stream-frame.ts';

/** A piece of a lane's text in an event. */
export interface Piece {
  readonly path: JsonPath;
  readonly text: string;
  readonly lane: LaneKey;
  readonly content: LaneContent;
  /** Its provider checks it when it comes back: it stays as it is, or the answer ends. */
  readonly isSigned?: boolean;
}

/** An event that can carry more text of a lane, and where in it. */
export interface Carrier {
  readonly frame: StreamFrame;
  readonly path: JsonPath;
}

/** A text that an event repeats or gives as a whole: whatever stands in it besides the pieces. */
export interface WholeText extends Omit<Segment, 'role'> {
  /** It came in no lane before. */
  readonly isNew: boolean;
  /** It repeats what the request said. */
  readonly isEcho?: boolean;
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
  /** Pieces may be among them. */
  wholes(fields: Fields, event: string): readonly WholeText[];
  /** Whether the event ends a lane, which has to be complete before. */
  ends(fields: Fields, event: string): (lane: LaneKey) => boolean;
  notes(fields: Fields, event: string): EventNotes;
  /** Like the event that carried the piece, without what is to be said once. */
  carry(piece: Piece, fields: Fields, frame: StreamFrame): Carrier;
  /** Whether events are numbered, by their `sequence_number`. */
  readonly isNumbered: boolean;
}

export const noLane = (): boolean => false;
export const everyLane = (): boolean => true;
export const sameAgain: EventShape['carry'] = ({ path }, _fields, frame) => ({ frame, path });

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
