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
  #remembered = '';
  #isOver = false;

  constructor({ content, isSigned }: Pick<Piece, 'content' | 'isSigned'>, use: LaneUse) {
    const { judge, governance, vault } = use;
    const scan: ScanPiece = (text, state) => governance.detectors.scan(text, state);
    const guard = isSigned === true ? this.#untouched(judge) : this.#governing(judge);
    this.#use = use;
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
    if (this.#scanner !== undefined) return this.#take(this.#scanner.push(delta));
    this.#learn(this.#watcher?.push(delta) ?? []);
    return delta;
  }

  #rest(): string {
    if (this.#scanner !== undefined) return this.#take(this.#scanner.flush());
    this.#learn(this.#watcher?.flush() ?? []);
    return '';
  }

  #take({ text, matches, edits, isUnbounded }: Released): string {
    if (isUnbounded) this.#use.judge.fail();
    // What was hidden was learned when it was hidden.
    const isHidden = ({ start, end }: Recognised) =>
      edits.some((edit) => edit.start < end && start < edit.end);
    this.#learn(matches.filter((match) => !isHidden(match)));
    return text;
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
