import type { EvidenceFact } from '../../../../src/domain/audit/evidence-fact.ts';
import type { Dictionary } from '../../app/i18n/en.ts';
import { shortId } from '../../components/short-id.ts';
import { keyIdOf } from './checkpoint-head.ts';
import type { FactReader } from './fact-reader.ts';

export type Says = Dictionary['audit']['says'];
type Describe = (fact: FactReader, says: Says) => string;

/** Stands where an entry does not say what it should. */
export const missing = '?';

/** What became of the log itself: one sentence for each type. A type that is missing here does not compile. */
export const evidenceSentences: Readonly<Record<EvidenceFact['type'], Describe>> = {
  'log.opened': describeOpening,
  'log.heartbeat': (_, says) => says.logHeartbeat,
  'log.key_rotated': (fact, says) =>
    says.keyRotated(keyIdIn(fact, 'old_vkey'), keyIdIn(fact, 'new_vkey')),
  'log.checkpoint_anchored': (fact, says) => {
    const place = fact.text('ref') ?? missing;
    const tell = chosen(says.anchors, fact.text('kind'));
    return says.anchored(fact.text('size') ?? missing, tell === undefined ? place : tell(place));
  },
  'log.configured': (fact, says) => chosen(says.configured, fact.text('part')) ?? missing,
  'log.selfcheck': (fact, says) => {
    const tell = chosen(says.selfcheck, fact.text('verdict')) ?? says.selfcheck.incomplete;
    return tell(fact.text('size') ?? missing, fact.text('findings') ?? missing);
  },
  'retention.pruned': (fact, says) =>
    says.pruned(fact.text('below') ?? missing, fact.text('days') ?? missing),
  'privacy.erased': (fact, says) => {
    const tell = chosen(says.erased, fact.text('basis')) ?? says.erased.request;
    return tell(fact.text('count') ?? missing);
  },
  'legal_hold.placed': (fact, says) => says.hold.placed(heldOf(fact, says)),
  'legal_hold.released': (fact, says) => says.hold.released(heldOf(fact, says)),
  'audit.exported': (fact, says) => {
    const size = fact.text('size') ?? missing;
    const format = fact.text('format');
    return format === undefined ? says.exported(size) : says.exportedAs(size, format);
  },
  'audit.read': describeReading,
  'content.requested': (fact, says) => says.content.requested(entryOf(fact)),
  'content.approved': (fact, says) => says.content.approved(entryOf(fact)),
  'content.refused': (fact, says) => says.content.refused(entryOf(fact)),
  'content.revealed': (fact, says) => says.content.revealed(entryOf(fact)),
};

function describeOpening(fact: FactReader, says: Says): string {
  const version = fact.text('version') ?? missing;
  const origin = fact.text('continues', 'origin');
  if (origin === undefined) return says.logOpened(version);
  return says.logContinued(version, fact.text('continues', 'size') ?? missing, origin);
}

function describeReading(fact: FactReader, says: Says): string {
  const last = (fact.number('end') ?? 0) - 1;
  const range = says.read.range(fact.text('first') ?? missing, String(last));
  const what = chosen({ ...says.read, range: undefined }, fact.text('what')) ?? says.read.entries;
  const count = fact.number('count') ?? 1;
  return count > 1 ? `${what(range)}, ${says.times(String(count))}` : what(range);
}

function keyIdIn(fact: FactReader, field: string): string {
  const vkey = fact.text(field);
  return vkey === undefined ? missing : keyIdOf(vkey);
}

function heldOf(fact: FactReader, says: Says): string {
  const subject = fact.text('subject');
  return subject === undefined ? says.hold.everybody : shortId(subject);
}

function entryOf(fact: FactReader): string {
  const id = fact.text('entry');
  return id === undefined ? missing : shortId(id);
}

/** The member that an entry names; undefined for a name that this page does not know. */
function chosen<T>(from: Readonly<Record<string, T>>, name: string | undefined): T | undefined {
  return name !== undefined && Object.hasOwn(from, name) ? from[name] : undefined;
}
