// How a dead letter that names a person is told from its bytes: they may be Avro, JSON, broken, or anything.

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Avro's length before a text: zigzag, seven bits a byte. */
const avroLength = (length: number): string => {
  const bytes: number[] = [];
  let left = length * 2;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) + 0x80);
  return hexOf(Uint8Array.from([...bytes, left]));
};

/** Any byte but 0-9, A-Z, a-z. */
const noWord = '[0-289A-F].|3[A-F]|40|5[B-F]|60|7[B-F]';

/**
 * A regular expression (RE2) on the upper-case hexadecimal of the bytes: one of the ids stands there whole. Whole is where Avro's length of it stands
 * before it, or where neither a letter nor a digit of ASCII stands beside it; `contact-1` is not found in `contact-12`, but in `contact-1-won`.
 */
export const letterPattern = (ids: readonly string[]): string => {
  const alternatives = ids.map((id) => {
    const bytes = new TextEncoder().encode(id);
    const text = hexOf(bytes);
    const [inAvro, whole] = [avroLength(bytes.length) + text, text].map((hex) => hex.toUpperCase());
    return `^(?:..)*?${inAvro}|^(?:(?:..)*?(?:${noWord}))?${whole}(?:${noWord}|$)`;
  });
  return alternatives.join('|');
};
