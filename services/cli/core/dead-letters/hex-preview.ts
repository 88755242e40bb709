// Bytes as people can look at them: sixteen a line, in hexadecimal and as text.

const bytes_a_line = 16;

const lineOf = (bytes: Uint8Array, at: number): string => {
  const slice = [...bytes.subarray(at, at + bytes_a_line)];
  const hex = slice.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = slice.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${at.toString(16).padStart(8, '0')}  ${hex.padEnd(bytes_a_line * 3 - 1)}  |${text}|\n`;
};

/** At most `bytes_max` of them; a last line says how many more there are. */
export const hexPreview = (bytes: Uint8Array, bytes_max: number): string => {
  const shown = bytes.subarray(0, bytes_max);
  const lines = Array.from({ length: Math.ceil(shown.length / bytes_a_line) }, (_, index) =>
    lineOf(shown, index * bytes_a_line),
  );
  const more = bytes.length - shown.length;
  return lines.join('') + (more > 0 ? `… ${more.toLocaleString('en-US')} bytes more, --raw gives all\n` : '');
};
