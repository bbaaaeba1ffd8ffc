import { entityOf } from './classify.ts';
import type { LoggedEntry } from './logged-entry.ts';

/** A CloudEvents 1.0 event in the JSON format; `sequence` and `leafhash` are extension attributes. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject?: string;
  readonly datacontenttype: 'application/json';
  readonly sequence: string;
  readonly leafhash: string;
  readonly data: unknown;
}

/** Digits of the largest index there can be: as text, sequences sort as the entries do. */
const sequenceDigits = 16;

/** `source` and `sequence` name the place in the log; `source` and `id` are unique, as the specification asks. */
export function toCloudEvent({ leaf, leafHash, body }: LoggedEntry): CloudEvent {
  const subject = entityOf(body)?.id ?? body.request_id;
  return {
    specversion: '1.0',
    id: body.id,
    source: `//${leaf.origin}`,
    type: `dev.monago.${body.type}`,
    time: leaf.time,
    ...(subject === undefined ? {} : { subject }),
    datacontenttype: 'application/json',
    sequence: String(leaf.index).padStart(sequenceDigits, '0'),
    leafhash: leafHash,
    data: body,
  };
}
