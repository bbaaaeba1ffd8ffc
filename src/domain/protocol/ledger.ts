import { withoutKeys } from '../credential/key-in-text.ts';
import { MonagoError } from '../errors.ts';

/** `strict` refuses what cannot be carried, `lenient` leaves it out and says so. */
export type TranslationMode = 'strict' | 'lenient';

/**
 * What a translation could not carry over, in the client's names. They are the client's own words and go into headers and
 * the audit log: what looks like a key in them is masked.
 */
export class Ledger {
  readonly #mode: TranslationMode;
  readonly #dropped = new Set<string>();
  readonly #changed = new Set<string>();

  constructor(mode: TranslationMode) {
    this.#mode = mode;
  }

  /**
   * Something that changes what the client gets. In strict mode that is an error.
   * @param field in the client's spelling, e.g. `logit_bias` or `messages[2].content[0]`
   * @param reason goes after the field's name: `is not known to Anthropic Messages`
   * @throws MonagoError `unsupported_parameter`
   */
  lose(field: string, reason: string): void {
    if (this.#mode === 'strict') throw unsupported(field, reason);
    this.#dropped.add(withoutKeys(field));
  }

  /** The same for a value that is carried in another form, such as a lower reasoning effort. */
  alter(field: string, reason: string): void {
    if (this.#mode === 'strict') throw unsupported(field, reason);
    this.#changed.add(withoutKeys(field));
  }

  /** Something that is of no consequence for the answer's meaning, such as `seed`; allowed in either mode. */
  drop(field: string): void {
    this.#dropped.add(withoutKeys(field));
  }

  /** Fields that were left out; each once, in order. */
  get dropped(): readonly string[] {
    return [...this.#dropped];
  }

  /** Fields that were carried in another form. */
  get changed(): readonly string[] {
    return [...this.#changed];
  }
}

function unsupported(field: string, reason: string): MonagoError {
  return new MonagoError('unsupported_parameter', {
    message: `\`${field}\` ${reason}. Leave it out, or let an administrator set the translation to lenient.`,
    param: field,
  });
}
