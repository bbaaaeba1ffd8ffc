import type { JsonPath } from '../../../../domain/protocol/json-edit.ts';
import { addContent } from '../../../../domain/protocol/segments/content-segments.ts';
import { isOpaque } from '../../../../domain/protocol/segments/opaque-member.ts';
import {
  type Fields,
  isFields,
  SegmentCollector,
} from '../../../../domain/protocol/segments/segment.ts';
import type { WholeText } from './event-shape.ts';

/** Where in an event there is what a whole answer would have too. */
export interface EventPlaces {
  /** Parts, items and messages: what they hold is known by its names. */
  readonly contents: readonly JsonPath[];
  /** What is judged elsewhere, or nowhere. */
  readonly silent?: readonly JsonPath[];
  /** Whether what stands there came in no lane before. */
  readonly isNew?: (path: JsonPath) => boolean;
}

/** Every text of an event, read as in a whole answer. What nobody has heard of is read too, and left as it is. */
export function textsOfEvent(
  fields: Fields,
  { contents, silent = [], isNew = () => true }: EventPlaces,
): readonly WholeText[] {
  const into = new SegmentCollector(isOpaque);
  const role = 'assistant';
  for (const path of contents) addContent(valueAt(fields, path), { path, role, into });
  const known = into.segments.length;
  into.addDeep(fields, { path: [], role, use: 'fixed' });
  const elsewhere = [...contents, ...silent];
  return into.segments
    .filter(({ path }, at) => !isAmong(path, at < known ? silent : elsewhere))
    .map((segment) => ({ ...segment, isNew: segment.use === 'fixed' || isNew(segment.path) }));
}

/** Whether a place is one of those given, or stands in one. */
export function isAmong(path: JsonPath, places: readonly JsonPath[]): boolean {
  return places.some((place) => place.every((step, at) => path[at] === step));
}

function valueAt(fields: Fields, path: JsonPath): unknown {
  let value: unknown = fields;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isFields(value) ? value[String(step)] : undefined;
  }
  return value;
}
