// Who may write: each source has a write key, of which only the SHA-256 is configured and kept.
import { createHash } from 'node:crypto';

export interface WriteKeys {
  readonly sourceByHash: ReadonlyMap<string, string>;
  readonly faults: readonly string[];
}

/** `source:sha256hex,…` → source by hash; a source may have several keys, so that they can be rotated with overlap. */
export const parseWriteKeys = (text: string): WriteKeys => {
  const faults: string[] = [];
  const sourceByHash = new Map<string, string>();
  for (const entry of text.split(',').filter((part) => part.trim() !== '')) {
    const [source = '', hash = ''] = entry.trim().split(':');
    if (!/^[\w.-]{1,64}$/.test(source))
      faults.push(`"${source}" is not a source name (letters, digits, . _ -, up to 64)`);
    else if (!/^[0-9a-f]{64}$/.test(hash)) faults.push(`the key of ${source} is not a SHA-256 in hex`);
    else sourceByHash.set(hash, source);
  }
  return { sourceByHash, faults };
};

/** Source of an `Authorization: Bearer <write key>` header, or undefined. Looked up by hash, so timing tells nothing about the key. */
export const sourceOf = (
  authorization: string | undefined,
  { sourceByHash }: Pick<WriteKeys, 'sourceByHash'>,
): string | undefined => {
  const key = /^Bearer (.{1,512})$/i.exec(authorization ?? '')?.[1];
  return key === undefined ? undefined : sourceByHash.get(createHash('sha256').update(key).digest('hex'));
};

/** More headers than there are keys would mean other writings of the same ones ("bearer", "BEARER"): a handful. */
const headers_max = 1_000;

/**
 * Remembers which headers stood for a source, so that SHA-256 is computed once a key and not once a request (1 µs of about 30). Only headers
 * of configured keys are kept, in memory alone, where every request brings them anyway; a wrong one is hashed each time and never kept.
 */
export class KnownHeaders {
  readonly #keys: Pick<WriteKeys, 'sourceByHash'>;
  readonly #sources = new Map<string, string>();

  constructor(keys: Pick<WriteKeys, 'sourceByHash'>) {
    this.#keys = keys;
  }

  /** As `sourceOf`. */
  sourceOf(authorization: string | undefined): string | undefined {
    if (authorization === undefined) return undefined;
    const known = this.#sources.get(authorization);
    if (known !== undefined) return known;
    const source = sourceOf(authorization, this.#keys);
    if (source !== undefined && this.#sources.size < headers_max) this.#sources.set(authorization, source);
    return source;
  }
}
