import { MonagoError } from '../../../../domain/errors.ts';
import type { Recognised } from '../../../../domain/inspection/match.ts';
import { LaneRestorer } from '../../../../domain/inspection/stream/lane-restorer.ts';
import {
  type LaneGuard,
  LaneScanner,
  type Released,
} from '../../../../domain/inspection/stream/lane-scanner.ts';
import { LaneWatcher } from '../../../../domain/inspection/stream/lane-watcher.ts';
import type { ScanPiece } from '../../../../domain/inspection/stream/lane-window.ts';
import { hideMatches } from '../../../../domain/inspection/tokens/hide-matches.ts';
import { JsonReader } from '../../../../domain/inspection/tokens/json-reader.ts';
import { Vault } from '../../../../domain/inspection/tokens/vault.ts';
import type { Governance } from '../../governance.ts';
import type { AnswerJudge } from '../answer-judge.ts';
import type { Piece } from './event-shape.ts';

export interface LaneUse {
  readonly judge: AnswerJudge;
  readonly governance: Governance;
  /** What tokens of the request stand for. */
  readonly vault: Vault;
}

// Injection is looked for in so much of a lane, once it is over.
const rememberedMax = 64 * 1024;
// No style of an answer keeps a value: see `AnswerJudge.styleOf`.
const nothingKept = new Vault({ format: 'angle' });

/**
 * One lane of a streamed answer: judged as the model wrote it, then with the values in it that the request had hidden. Where
 * no policy is about answers nothing is held back for one.
 */
export class GovernedLane {
  readonly #use: LaneUse;
  readonly #scanner: LaneScanner | undefined;
  readonly #watcher: LaneWatcher | undefined;
  readonly #restorer: LaneRestorer | undefined;
  /** Of JSON, which is judged by what it says. */
  readonly #reader: JsonReader | undefined;
  #taken = 0;
  #remembered = '';
  #isOver = false;

  constructor({ content, isSigned }: Pick<Piece, 'content' | 'isSigned'>, use: LaneUse) {
    const { judge, governance, vault } = use;
    const scan: ScanPiece = (text, state) => governance.detectors.scan(text, state);
    const guard = isSigned === true ? this.#untouched(judge) : this.#governing(judge);
    this.#use = use;
    if (content === 'json') this.#reader = new JsonReader();
    const openFrom = (text: string) => governance.detectors.openFrom?.(text) ?? text.length;
    if (governance.judgesAnswers)
      this.#scanner = new LaneScanner({ content, scan, guard, openFrom });
    else this.#watcher = new LaneWatcher(scan);
    if (vault.size > 0 && isSigned !== true) this.#restorer = new LaneRestorer(content, { vault });
  }

  #governing(judge: AnswerJudge): LaneGuard {
    return {
      concerns: (match) => judge.concerns(match),
      hide: (text, matches) => this.#hide(text, matches),
    };
  }

  /** What cannot be hidden ends the answer, or stays. */
  #untouched(judge: AnswerJudge): LaneGuard {
    return { concerns: (match) => judge.denies(match), hide: () => [] };
  }

  /** @returns what can be sent on. @throws MonagoError with the code of the block */
  push(delta: string): string {
    this.#isOver = false;
    const { judge } = this.#use;
    judge.read(delta.length);
    if (this.#remembered.length < rememberedMax) this.#remembered += delta;
    const text = this.#guarded(() => this.#scanned(delta));
    return this.#restorer === undefined ? text : this.#restorer.push(text);
  }

  /** @returns what was held back. @throws MonagoError with the code of the block */
  close(): string {
    if (this.#isOver) return '';
    this.#isOver = true;
    const { judge, governance } = this.#use;
    const text = this.#guarded(() => this.#rest());
    const signals = this.#guarded(() =>
      governance.detectors.findInjection(this.#remembered, 'assistant'),
    );
    if (signals.length > 0) judge.learn([], signals);
    return this.#restorer === undefined ? text : this.#restorer.push(text) + this.#restorer.flush();
  }

  #scanned(delta: string): string {
    const said = this.#reader?.read(delta) ?? delta;
    if (this.#scanner !== undefined) return this.#take(this.#scanner.push(said));
    this.#learn(this.#watcher?.push(said) ?? []);
    this.#reader?.take(said.length, []);
    return delta;
  }

  #rest(): string {
    const rest = this.#reader?.readRest() ?? '';
    if (this.#scanner !== undefined) {
      return this.#take(this.#scanner.push(rest)) + this.#take(this.#scanner.flush());
    }
    this.#learn(this.#watcher?.push(rest) ?? []);
    this.#learn(this.#watcher?.flush() ?? []);
    return '';
  }

  #take(released: Released): string {
    const { matches, edits, isUnbounded } = released;
    if (isUnbounded) this.#use.judge.fail();
    // What was hidden was learned when it was hidden.
    const isHidden = ({ start, end }: Recognised) =>
      edits.some((edit) => edit.start < end && start < edit.end);
    this.#learn(matches.filter((match) => !isHidden(match)));
    return this.#reader === undefined ? released.text : this.#asWritten(released, this.#reader);
  }

  /** What the scanner hands on was read: the client gets it as the model wrote it, but for the edits. */
  #asWritten({ text, edits }: Released, reader: JsonReader): string {
    const from = this.#taken;
    const grown = edits.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
    const units = text.length - grown;
    this.#taken += units;
    return reader.take(
      units,
      edits.map((edit) => ({ ...edit, start: edit.start - from, end: edit.end - from })),
    );
  }

  #learn(found: readonly Recognised[]): void {
    if (found.length > 0) this.#use.judge.learn(found);
  }

  #hide(text: string, matches: readonly Recognised[]) {
    const { judge } = this.#use;
    judge.learn(matches);
    const how = (type: string) => judge.styleOf(type);
    const { edits, hidden } = hideMatches(text, matches, { how, vault: nothingKept });
    judge.addHidden(hidden.keys());
    return edits;
  }

  /** A detector that breaks leaves nothing known, and that permits nothing. */
  #guarded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof MonagoError) throw thrown;
      return this.#use.judge.fail();
    }
  }
}
