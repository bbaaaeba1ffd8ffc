import type { EntityType } from '../../src/domain/inspection/entity.ts';

/** One thing that was labelled in a text. */
export interface GoldSpan {
  /** As the set calls it. */
  readonly label: string;
  /** In UTF-16 code units, half-open. */
  readonly start: number;
  readonly end: number;
}

export interface LabelledDocument {
  readonly text: string;
  readonly spans: readonly GoldSpan[];
}

/** What counts as finding a label, the usual type first. Labels that are not in it are not measured one by one. */
export type LabelMapping = Readonly<Record<string, readonly EntityType[]>>;

export interface LabelledSet {
  readonly name: string;
  readonly documents: readonly LabelledDocument[];
  readonly mapping: LabelMapping;
  /** Whether all there is to find is labelled. Otherwise only recall says something. */
  readonly isComplete: boolean;
}
