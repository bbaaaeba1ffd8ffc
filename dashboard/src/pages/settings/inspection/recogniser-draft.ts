import {
  type InspectionView,
  inspectionSchema,
} from '../../../../../src/contract/inspection-endpoints.ts';
import { linesOf } from './lines.ts';

export type RecogniserView = InspectionView['recognisers'][number];

/** A pattern as it is being typed. */
export interface RecogniserDraft {
  readonly name: string;
  readonly pattern: string;
  /** One on each line. */
  readonly context: string;
  /** Empty while nothing is typed. */
  readonly score: number | '';
  readonly checksum: RecogniserView['checksum'];
}

export const recogniserSchema = inspectionSchema.shape.recognisers.element;

export function draftOf(edited: RecogniserView | undefined): RecogniserDraft {
  if (edited === undefined) {
    return { name: '', pattern: '', context: '', score: 60, checksum: null };
  }
  return { ...edited, context: edited.context.join('\n') };
}

/** What is sent, and what is tried out. */
export function recogniserOf({ score, context, ...draft }: RecogniserDraft) {
  return {
    ...draft,
    name: draft.name.trim(),
    score: score === '' ? Number.NaN : score,
    context: [...linesOf(context)],
  };
}
