// Dead letters as the analyst reads them: which fit, how many by code, and their bytes.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { connectAnalyst } from '../analyst.ts';
import { placeText, type Place } from '../core/dead-letters/place.ts';

const sql = (name: string): string => loadSql(import.meta.url, `../sql/${name}.sql`);
const statements = {
  letters: sql('dead-letters'),
  codes: sql('dead-letter-codes'),
  bytes: sql('dead-letter-bytes'),
};

/** Which dead letters are meant. Empty texts and lists let all pass. */
export interface Filter {
  readonly code: string;
  readonly source: string;
  /** Refused then or later, UTC milliseconds. */
  readonly since_ms: number;
  readonly places: readonly Place[];
  /** Only those not stored since, repetitions of another left out. */
  readonly waiting: boolean;
  readonly rows_max: number;
}

export interface Letter extends Place {
  readonly code: string;
  readonly message: string;
  readonly source: string;
  readonly event_id: string;
  readonly refused_at: string;
  readonly replayed_at: string | null;
  /** '' where it was not replayed. */
  readonly replay_outcome: string;
  /** '' where it is no replay. */
  readonly replay_of: string;
}

export interface CodeCount {
  readonly code: string;
  readonly dead_letters: number;
  readonly waiting: number;
}

export interface LetterBytes extends Place {
  /** Null where there is none. A key that was there but empty is not told apart from none: none is what nearly every producer means. */
  readonly key: Buffer | null;
  /** Null for a tombstone. */
  readonly value: Buffer | null;
}

type Wire<Row extends Place> = Omit<Row, 'offset'> & { readonly offset: string };
const placed = <Row extends Place>(row: Wire<Row>): Row =>
  ({ ...row, offset: Number(row.offset) }) as unknown as Row;

const placeParams = (places: readonly Place[]) => ({
  topics: [...new Set(places.map(({ topic }) => topic))],
  offsets: [...new Set(places.map(({ offset }) => offset))],
  places: places.map(placeText),
});

/** Reads dead letters through the analyst's view. Every method rejects with `SurroundingsError`. */
export class Letters {
  readonly #clickhouse: ClickHouse;

  constructor(env: NodeJS.ProcessEnv) {
    this.#clickhouse = connectAnalyst(env, 'dead-letters');
  }

  /** Newest first. */
  async find({ code, source, since_ms, places, waiting, rows_max }: Filter): Promise<readonly Letter[]> {
    const since = new Date(since_ms);
    const params = { code, source, since, ...placeParams(places), waiting: waiting ? 1 : 0, rows_max };
    return (await this.#clickhouse.query<Wire<Letter>>(statements.letters, params)).map(placed);
  }

  /** Whatever their number, of all that fit `code`, `source` and `since_ms`. */
  async codes({ code, source, since_ms }: Filter): Promise<readonly CodeCount[]> {
    const params = { code, source, since: new Date(since_ms) };
    const rows = await this.#clickhouse.query<Record<keyof CodeCount, string>>(statements.codes, params);
    return rows.map((row) => ({
      code: row.code,
      dead_letters: Number(row.dead_letters),
      waiting: Number(row.waiting),
    }));
  }

  /** Exactly as they came. */
  async bytes(places: readonly Place[]): Promise<readonly LetterBytes[]> {
    const rows = await this.#clickhouse.query<
      Wire<Place> & { code: string; key_base64: string; value_base64: string }
    >(statements.bytes, placeParams(places));
    return rows.map(({ code, key_base64, value_base64, ...place }) => ({
      ...placed<Place>(place),
      key: key_base64 === '' ? null : Buffer.from(key_base64, 'base64'),
      value: code === 'tombstone' ? null : Buffer.from(value_base64, 'base64'),
    }));
  }

  close(): Promise<void> {
    return this.#clickhouse.close();
  }
}
