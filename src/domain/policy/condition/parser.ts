import { type Place, type PolicyError, policyError } from './diagnostic.ts';
import type { BinaryOperator, Expression, Identifier, Select } from './expression.ts';
import { isOperator, literalWords, macros, reservedWords, strengthOfOperator } from './grammar.ts';
import { wordHint } from './hint.ts';
import { type Token, tokensOf } from './lexer.ts';

/** Most expressions in one condition. */
const nodeCountMax = 500;

/** How deep parentheses, lists and calls may stand in each other. */
const nestingMax = 48;

/**
 * Reads a condition: the syntax of CEL without indexing, map and message literals. Takes time linear in the source.
 * @throws PolicyError at the first thing that cannot be read
 */
export function parseCondition(source: string): Expression {
  const tokens = tokensOf(source);
  const parser = new Parser(tokens);
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #nodes = 0;
  #nesting = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#expression();
    if (this.#token.kind !== 'end') throw unexpected(this.#token, this.#hint);
    return expression;
  }

  get #token(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw policyError('syntax', 'unexpected end', { start: 0, end: 0 });
    return token;
  }

  #next(): Token {
    const token = this.#token;
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  #isAt(text: string): boolean {
    const token = this.#token;
    return token.kind !== 'string' && token.text === text;
  }

  #skip(text: string): boolean {
    if (!this.#isAt(text)) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): Token {
    if (this.#isAt(text)) return this.#next();
    const { kind, start, end } = this.#token;
    const found = kind === 'end' ? 'the condition ends' : `found '${this.#token.text}'`;
    throw policyError('syntax', `expected '${text}', but ${found}${this.#hint}`, { start, end });
  }

  /** For what stands where an operator should. */
  get #hint(): string {
    const before = this.#tokens[this.#at - 1];
    const { kind, text } = this.#token;
    return (kind === 'word' && wordHint(text)) || (before?.text === 'not' ? wordHint('not') : '');
  }

  #node<Node extends Expression>(node: Node): Node {
    this.#nodes += 1;
    if (this.#nodes > nodeCountMax) throw tooLarge(node);
    return node;
  }

  #expression(): Expression {
    this.#nesting += 1;
    if (this.#nesting > nestingMax) {
      throw policyError('too_deep', `conditions nest at most ${nestingMax} deep`, this.#token);
    }
    const condition = this.#binary(1);
    const expression = this.#isAt('?') ? this.#conditional(condition) : condition;
    this.#nesting -= 1;
    return expression;
  }

  #conditional(condition: Expression): Expression {
    this.#expect('?');
    const whenTrue = this.#binary(1);
    this.#expect(':');
    const whenFalse = this.#expression();
    const place = across(condition, whenFalse);
    return this.#node({ kind: 'conditional', condition, whenTrue, whenFalse, ...place });
  }

  #binary(weakest: number): Expression {
    let left = this.#unary();
    for (;;) {
      const operator = this.#operator();
      if (operator === undefined || operator.strength < weakest) return left;
      this.#at += 1;
      const right = this.#binary(operator.strength + 1);
      const place = across(left, right);
      left = this.#node({ kind: 'binary', operator: operator.name, left, right, ...place });
    }
  }

  #operator(): { readonly name: BinaryOperator; readonly strength: number } | undefined {
    const token = this.#token;
    if (token.kind !== 'symbol' && token.kind !== 'word') return undefined;
    const found = strengthOfOperator.get(token.text);
    return found === undefined || !isOperator(token.text)
      ? undefined
      : { name: token.text, strength: found };
  }

  #unary(): Expression {
    const marks: Token[] = [];
    let mayBeMinus = true;
    while (this.#isAt('!') || (mayBeMinus && this.#isAt('-'))) {
      if (marks.length > nodeCountMax) throw tooLarge(this.#token);
      mayBeMinus = this.#isAt('-');
      marks.push(this.#next());
    }
    return marks.reduceRight<Expression>(
      (operand, mark) => this.#prefix(mark, operand),
      this.#member(),
    );
  }

  #prefix(mark: Token, operand: Expression): Expression {
    const place = { start: mark.start, end: operand.end };
    if (mark.text !== '-') return this.#node({ kind: 'unary', operator: '!', operand, ...place });
    const isNumeral = operand.kind === 'literal' && operand.start === mark.end;
    if (isNumeral && (operand.type === 'int' || operand.type === 'double') && operand.value > 0) {
      return { ...operand, value: -operand.value, ...place };
    }
    return this.#node({ kind: 'unary', operator: '-', operand, ...place });
  }

  #member(): Expression {
    let member = this.#primary();
    for (;;) {
      if (this.#skip('.')) member = this.#selection(member);
      else if (this.#isAt('[')) throw unsupported(this.#token, indexHint);
      else if (this.#isAt('{')) throw unsupported(this.#token, 'there are no messages here');
      else return member;
    }
  }

  #selection(operand: Expression): Expression {
    const token = this.#next();
    if (token.kind !== 'word' || literalWords.has(token.text)) throw unexpected(token);
    const name = { name: token.text, nameAt: { start: token.start, end: token.end } };
    const { start } = operand;
    if (!this.#isAt('(')) {
      const place = { start, end: token.end, fieldAt: name.nameAt };
      return this.#node({ kind: 'select', operand, field: token.text, ...place });
    }
    const { elements: parameters, end } = this.#list('(', ')');
    const macro = macros.get(token.text);
    if (macro !== undefined) {
      return this.#node({
        kind: 'macro',
        macro,
        operand,
        ...macroParts(parameters, name.nameAt),
        start,
        end,
      });
    }
    return this.#node({ kind: 'invocation', ...name, receiver: operand, parameters, start, end });
  }

  #list(open: string, close: string): { readonly elements: readonly Expression[]; end: number } {
    this.#expect(open);
    const elements: Expression[] = [];
    while (!this.#isAt(close)) {
      elements.push(this.#expression());
      if (!this.#skip(',')) break;
      // CEL allows a comma after the last element of a list, and none after that of a call.
      if (close === ')' && this.#isAt(close)) throw unexpected(this.#token);
    }
    return { elements, end: this.#expect(close).end };
  }

  #primary(): Expression {
    const token = this.#token;
    if (token.kind === 'word') return this.#word();
    if (token.kind === 'symbol') return this.#bracket();
    if (token.kind === 'end') throw unexpected(token);
    this.#next();
    const { start, end } = token;
    if (token.kind === 'string') {
      return this.#node({ kind: 'literal', type: 'string', value: token.value, start, end });
    }
    return this.#node({ kind: 'literal', type: token.kind, value: token.value, start, end });
  }

  #bracket(): Expression {
    const { start, text } = this.#token;
    if (text === '[') return this.#node({ kind: 'list', start, ...this.#list('[', ']') });
    if (text === '{') throw unsupported(this.#token, 'there are no maps to write here');
    if (text === '.') throw unsupported(this.#token, 'names do not begin with a dot');
    if (!this.#skip('(')) throw unexpected(this.#token);
    const inner = this.#expression();
    this.#expect(')');
    return inner;
  }

  #word(): Expression {
    const { text, start, end } = this.#next();
    if (text === 'true' || text === 'false') {
      return this.#node({ kind: 'literal', type: 'bool', value: text === 'true', start, end });
    }
    const place = { start, end };
    if (text === 'null') throw unsupported(place, 'there is no null here: ask has(…)');
    if (text === 'in') throw policyError('syntax', "unexpected 'in'", place);
    if (reservedWords.has(text)) throw policyError('syntax', `'${text}' is reserved`, place);
    if (!this.#isAt('(')) return this.#node({ kind: 'identifier', name: text, ...place });
    const { elements, end: last } = this.#list('(', ')');
    if (text === 'has') {
      const selection = selectionOf(elements, { start, end: last });
      return this.#node({ kind: 'has', selection, start, end: last });
    }
    const name = { name: text, nameAt: place, receiver: undefined };
    return this.#node({ kind: 'invocation', ...name, parameters: elements, start, end: last });
  }
}

const indexHint = 'there is no indexing, which can fail: write .get(key, default)';

function macroParts(
  parameters: readonly Expression[],
  at: Place,
): { readonly variable: Identifier; readonly body: Expression } {
  const [variable, body, surplus] = parameters;
  if (variable?.kind !== 'identifier' || body === undefined || surplus !== undefined) {
    throw policyError('wrong_arguments', 'it takes a name for the element and an expression', at);
  }
  return { variable, body };
}

function selectionOf(parameters: readonly Expression[], at: Place): Select {
  const [selection, surplus] = parameters;
  if (selection?.kind !== 'select' || surplus !== undefined) {
    throw policyError('wrong_arguments', 'has() takes one field, such as breakglass.ticket', at);
  }
  return selection;
}

function across(first: Place, last: Place): Place {
  return { start: first.start, end: last.end };
}

function tooLarge(at: Place): PolicyError {
  return policyError('too_large', `a condition has at most ${nodeCountMax} parts`, at);
}

function unexpected(token: Token, hint = ''): PolicyError {
  if (token.kind === 'end') return policyError('syntax', 'the condition ends too early', token);
  return policyError('syntax', `unexpected '${token.text}'${hint}`, token);
}

function unsupported({ start, end }: Place, message: string): PolicyError {
  return policyError('unsupported', message, { start, end });
}
