import pg from 'pg';

/** Of all connections together: each keeps the plans of those that it has met. */
const MOST_STATEMENTS = 500;

type Query = (text: string, values: readonly unknown[]) => Promise<pg.QueryResult>;

/**
 * A connection of the pool, as Kysely asks it, that spares round trips and work: PostgreSQL parses and plans a statement
 * once, and a transaction is begun together with its first statement.
 */
export class PooledClient extends pg.Client {
  #begins = false;

  override query = ((text: string, values: readonly unknown[]) => {
    if (text === 'begin') {
      this.#begins = true;
      return Promise.resolve({ command: 'BEGIN', rowCount: null, rows: [] });
    }
    return this.#begins ? this.#beginWith(text, values) : this.#ask(text, values);
  }) as unknown as pg.Client['query'];

  /** The statement fails with the beginning, so nothing is done outside the transaction. */
  async #beginWith(...statement: Parameters<Query>): Promise<pg.QueryResult> {
    this.#begins = false;
    const [, result] = await Promise.all([super.query('begin'), this.#ask(...statement)]);
    return result;
  }

  #ask(...[text, values]: Parameters<Query>): Promise<pg.QueryResult> {
    if (values.length === 0) return super.query(text);
    const name = nameOf(text);
    return super.query({ text, values: [...values], ...(name && { name }) });
  }
}

const names = new Map<string, string>();

/**
 * A statement that asks for all columns is planned each time: a kept plan of it fails once the next version's migration has
 * added one, and this version still runs then.
 */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= MOST_STATEMENTS || text.includes('*')) return known;
  const name = `integry_${names.size}`;
  names.set(text, name);
  return name;
}
