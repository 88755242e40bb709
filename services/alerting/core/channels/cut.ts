// Texts that must not be longer than a receiver takes.

const ellipsis = '…';

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

/** At most `chars_max` UTF-16 units; a text that was cut ends in an ellipsis, and no character is halved. */
export const cut = (text: string, chars_max: number): string => {
  if (text.length <= chars_max) return text;
  const end = chars_max - ellipsis.length;
  return text.slice(0, isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end) + ellipsis;
};

/** The same of a text that is written encoded, character by character: the encoded text keeps the limit, and no entity is halved. */
export const cutEncoded = (
  text: string,
  chars_max: number,
  encode: (character: string) => string,
): string => {
  let kept = '';
  let shorter = '';
  for (const character of text) {
    const next = kept + encode(character);
    if (next.length > chars_max) return shorter + ellipsis;
    kept = next;
    if (kept.length + ellipsis.length <= chars_max) shorter = kept;
  }
  return kept;
};

/** One line: control characters and line ends become spaces, as they do not belong in a header or a title. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
