// Whether a request brings the one key there is.
import { createHash, timingSafeEqual } from 'node:crypto';

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares hashes in constant time: timing tells nothing about the key. The key itself is not kept. */
export const keyCheck = (key: string): ((authorization: string | undefined) => boolean) => {
  const expected = hashOf(key);
  return (authorization) => {
    const given = /^Bearer (.{1,512})$/i.exec(authorization ?? '')?.[1];
    return given !== undefined && timingSafeEqual(hashOf(given), expected);
  };
};
