// Two numbers that stand for an event: which one it is, and what it says. ClickHouse computes the same (xxHash64), so what is stored can be checked there.
// XXH64: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md, seed 0.
import createXxhash from 'xxhash-wasm';

const xxhash = await createXxhash();

/** XXH64 of the bytes. Two of a thousand million events share one with a probability of 3 in 100. */
export const hash64 = (bytes: Uint8Array): bigint => xxhash.h64Raw(bytes);

/** Identity of (source, event_id), as ClickHouse's `xxHash64(concat(source, '\0', event_id))`. */
export const eventKey = (source: string, event_id: string): bigint =>
  hash64(Buffer.from(`${source}\0${event_id}`));
