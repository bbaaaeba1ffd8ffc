import { scanSegment } from '../../../../domain/inspection/inspection.ts';
import type { Recognised } from '../../../../domain/inspection/match.ts';
import { type LaneKey, Lanes } from '../../../../domain/inspection/stream/lanes.ts';
import { editJson, type JsonEdit } from '../../../../domain/protocol/json-edit.ts';
import type { Fields } from '../../../../domain/protocol/segments/segment.ts';
import type { StreamFrame } from '../../../../domain/protocol/stream-frame.ts';
import { fieldsOf } from '../../../relay/readings/reading.ts';
import { noted } from '../answer-state.ts';
import { governText } from '../govern-body.ts';
import { staleMarks } from '../stale-marks.ts';
import type { Carrier, EventNotes, EventShape, Piece, WholeText } from './event-shape.ts';
import { isAmong } from './event-texts.ts';
import { GovernedLane, type LaneUse } from './governed-lane.ts';
import { LooseTexts } from './loose-texts.ts';

interface OpenLane {
  readonly governed: GovernedLane;
  /** How its text was last carried: an event like it carries the rest. */
  last: { readonly piece: Piece; readonly frame: StreamFrame } | undefined;
}

// Past that, what is repeated counts again.
const fixedMax = 1_000;

type Ends = (lane: LaneKey) => boolean;

/** Does with the events of one streamed answer what policy says, and puts back what the request had hidden. */
export class StreamGovernor {
  readonly #shape: EventShape;
  readonly #use: LaneUse;
  readonly #lanes: Lanes<OpenLane>;
  #opening: Pick<Piece, 'content' | 'isSigned'> = { content: 'text' };
  /** Number of the last event, and how many have been put in before it. */
  #number = 0;
  #inserted = 0;
  #isBegun = false;
  /** What was found where it stays as it is. */
  readonly #fixed = new Set<string>();
  readonly #loose: LooseTexts;

  constructor(shape: EventShape, use: LaneUse) {
    this.#shape = shape;
    this.#use = use;
    this.#loose = new LooseTexts(use.governance);
    this.#lanes = new Lanes(() => ({
      governed: new GovernedLane(this.#opening, use),
      last: undefined,
    }));
  }

  /**
   * @returns the events that the client gets for one; the same object where nothing in it changes
   * @throws MonagoError with the code of the block; Error for an event that nobody can read
   */
  take(frame: StreamFrame): readonly StreamFrame[] {
    const fields = fieldsOf(frame.data);
    if (fields === undefined) return this.#takeMark(frame);
    this.#note(this.#shape.notes(fields, frame.event));
    const ends = this.#shape.ends(fields, frame.event);
    const pieces = this.#shape.pieces(fields, frame.event);
    const inPieces = this.#takePieces(pieces, frame, ends);
    const paths = pieces.map(({ path }) => path);
    const wholes = this.#shape
      .wholes(fields, frame.event)
      .filter(({ path }) => !isAmong(path, paths));
    const edits = [...inPieces, ...wholes.flatMap((whole) => this.#takeWhole(whole, fields))];
    const own = new Set(pieces.map(({ lane }) => idOf(lane)));
    const before = this.#close((key) => ends(key) && !own.has(idOf(key)));
    const last = this.#numbered(fields, withMarks(fields, edits));
    return [...before, last.length === 0 ? frame : edited(frame, last)];
  }

  /** The same event with the number that is its own now, whatever it says. */
  renumbered(frame: StreamFrame): StreamFrame {
    const edits = this.#numbered(fieldsOf(frame.data) ?? {}, []);
    return edits.length === 0 ? frame : edited(frame, edits);
  }

  /** The mark at the end of a chat stream ends everything; a comment says nothing. */
  #takeMark(frame: StreamFrame): readonly StreamFrame[] {
    if (frame.data === '[DONE]') return [...this.finish(), frame];
    if (frame.data.trim() === '') return [frame];
    throw new Error('an event that is no JSON object');
  }

  /** What all lanes still hold. @throws MonagoError with the code of the block */
  finish(): readonly StreamFrame[] {
    return this.#close(() => true);
  }

  #note(notes: EventNotes): void {
    const { judge } = this.#use;
    const { toolCalls } = judge.state;
    judge.state = noted(judge.state, notes);
    const calls = judge.state.toolCalls.length > toolCalls.length;
    const hasNews = !this.#isBegun || calls || notes.finishReason !== undefined;
    this.#isBegun = true;
    if (hasNews) judge.decide();
  }

  #takePieces(pieces: readonly Piece[], frame: StreamFrame, ends: Ends): readonly JsonEdit[] {
    return pieces.flatMap((piece): readonly JsonEdit[] => {
      const open = this.#laneOf(piece);
      open.last = { piece, frame };
      const said = open.governed.push(piece.text);
      const text = ends(piece.lane) ? said + open.governed.close() : said;
      return text === piece.text ? [] : [{ path: piece.path, text: JSON.stringify(text) }];
    });
  }

  #laneOf(piece: Piece): OpenLane {
    this.#opening = piece;
    const open = this.#lanes.lane(piece.lane);
    return open === 'too_many' ? this.#use.judge.fail() : open;
  }

  #takeWhole(whole: WholeText, event: Fields): readonly JsonEdit[] {
    const { judge, governance, vault } = this.#use;
    const found = whole.isEcho === true ? [] : this.#foundIn(whole, event);
    if (whole.use === 'fixed') judge.refuseStuck(found);
    if (whole.use === 'fixed' || whole.use === 'signed') return [];
    const text = governText(whole.text, { judge, vault, found, isJson: whole.use === 'json' });
    const isSame = text === whole.text || (!governance.judgesAnswers && vault.size === 0);
    return isSame ? [] : [{ path: whole.path, text: JSON.stringify(text) }];
  }

  #foundIn(whole: WholeText, event: Fields): readonly Recognised[] {
    const { judge, governance } = this.#use;
    const found = this.#orFail(() => scanSegment(whole, governance.detectors));
    if (found.length > 0 && whole.isNew && this.#isFirst(whole)) judge.learn(found);
    if (governance.judgesAnswers && whole.isNew) this.#takeAcross(whole, event);
    return found;
  }

  /** What began in an event that has been sent cannot be hidden any more. */
  #takeAcross(whole: WholeText, event: Fields): void {
    const found = this.#orFail(() => this.#loose.foundAcross(whole, event));
    if (found.length === 0) return;
    this.#use.judge.learn(found);
    if (whole.use !== 'signed') this.#use.judge.refuseStuck(found);
  }

  #orFail<Result>(read: () => Result): Result {
    try {
      return read();
    } catch {
      return this.#use.judge.fail();
    }
  }

  /** Names and the like are said again in every event about their item. */
  #isFirst({ use, path, text }: WholeText): boolean {
    if (use !== 'fixed') return true;
    const id = `${String(path.at(-1))} ${text}`;
    const isFirst = !this.#fixed.has(id);
    if (this.#fixed.size < fixedMax) this.#fixed.add(id);
    return isFirst;
  }

  #close(isOver: Ends): readonly StreamFrame[] {
    return this.#lanes.all().flatMap(({ key, lane: { governed, last } }) => {
      if (!isOver(key)) return [];
      const rest = governed.close();
      if (rest === '' || last === undefined) return [];
      const fields = fieldsOf(last.frame.data) ?? {};
      return [this.#carried(rest, this.#shape.carry(last.piece, fields, last.frame))];
    });
  }

  #carried(text: string, { frame, path }: Carrier): StreamFrame {
    const fields = fieldsOf(frame.data) ?? {};
    const edits = [...withMarks(fields, [{ path, text: JSON.stringify(text) }])];
    if (this.#shape.isNumbered) {
      this.#inserted += 1;
      // It stands right before the event that is being taken, whose own number moves on.
      edits.push({ path: ['sequence_number'], text: String(this.#nextNumber()) });
    }
    return edited(frame, edits);
  }

  #nextNumber(): number {
    return this.#number + this.#inserted;
  }

  #numbered(fields: Fields, edits: readonly JsonEdit[]): readonly JsonEdit[] {
    const number = fields['sequence_number'];
    if (!this.#shape.isNumbered || typeof number !== 'number') return edits;
    this.#number = number;
    if (this.#inserted === 0) return edits;
    return [...edits, { path: ['sequence_number'], text: String(number + this.#inserted) }];
  }
}

/** What is about the text of an event is not right any more when the text is another. */
function withMarks(fields: Fields, edits: readonly JsonEdit[]): readonly JsonEdit[] {
  if (edits.length === 0) return edits;
  const marks = staleMarks(fields, edits);
  const isGone = ({ path }: JsonEdit) =>
    marks.some((mark) => mark.path.every((step, at) => path[at] === step));
  return [...edits.filter((edit) => !isGone(edit)), ...marks];
}

function edited(frame: StreamFrame, edits: readonly JsonEdit[]): StreamFrame {
  return { ...frame, data: editJson(frame.data, edits) };
}

function idOf({ choice, kind, index }: LaneKey): string {
  return `${choice} ${kind} ${index}`;
}
