import type { Pool, PoolClient, QueryResult } from 'pg';
import { MonagoError } from '../../../domain/errors.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { Execute } from '../sql.ts';
import { beginLocked, type LogHead, type LogHeadRow, toLogHead } from './log-head.ts';

/** Longest time for one statement before its connection is given up; above every timeout the server enforces. */
const queryTimeoutMs = 5000;

const nameOfStatement = new Map<string, string>();

/** Statements are prepared once a connection; their texts are constants, so the map stays small. */
function statementName(text: string): string {
  const known = nameOfStatement.get(text);
  if (known !== undefined) return known;
  const name = `monago_audit_${nameOfStatement.size}`;
  nameOfStatement.set(text, name);
  return name;
}

/** One connection of the pool while it is ours. */
export class Connection {
  readonly #client: PoolClient;

  private constructor(client: PoolClient) {
    this.#client = client;
  }

  static async open(pool: Pool): Promise<Connection> {
    return new Connection(await pool.connect());
  }

  readonly execute: Execute = async <Row extends object>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> => {
    const query = { name: statementName(text), text, query_timeout: queryTimeoutMs };
    const result = await this.#client.query<Row>({ ...query, values: [...values] });
    return result.rows;
  };

  /** Begins a transaction of the tenant that holds the head lock, in one round trip. */
  async beginLocked(tenantId: TenantId): Promise<LogHead> {
    const results: unknown = await this.run(beginLocked(tenantId));
    if (!Array.isArray(results)) throw new MonagoError('internal', { internal: 'one result' });
    const last: QueryResult<LogHeadRow> | undefined = results.at(-1);
    return toLogHead(tenantId, last?.rows[0]);
  }

  /** @throws MonagoError `internal` when the server answers COMMIT with a rollback */
  async commit(): Promise<void> {
    const result = await this.run('COMMIT');
    if (result.command !== 'COMMIT') {
      throw new MonagoError('internal', { internal: 'the transaction was rolled back' });
    }
  }

  async run(text: string): Promise<QueryResult> {
    const query = { text, query_timeout: queryTimeoutMs };
    return this.#client.query(query);
  }

  release(): void {
    this.#client.release();
  }

  /** Closes the connection instead of reusing it; the server rolls back what was open. */
  discard(): void {
    this.#client.release(true);
  }
}
