// Writes to Kafka that people wait for: so many under way at once, each answered in time. What was begun goes on.
import { SurroundingsError } from '../runtime/errors.ts';

const answer_ms_max = 10_000;
/** People act one by one; more at once is not people. */
const under_way_max = 100;

const failure = (code: string, message: string): SurroundingsError =>
  new SurroundingsError(code, message, { retriable: true });

export class TimelyWrites {
  #under_way = 0;

  /** Begins a write. Throws `overloaded`, retriable, where too many are under way. */
  begin<T>(write: () => Promise<T>): Promise<T> {
    if (this.#under_way >= under_way_max) throw failure('overloaded', 'too many acts are waiting for Kafka');
    this.#under_way += 1;
    return write().finally(() => (this.#under_way -= 1));
  }

  /** What a write comes to; rejects with `kafka_unavailable`, retriable, where that is not known in time: it may be written then. */
  async inTime<T>(written: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    const late = failure('kafka_unavailable', 'Kafka has not acknowledged in time');
    const timer = setTimeout(() => reject(late), answer_ms_max);
    try {
      return await Promise.race([written, promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}
