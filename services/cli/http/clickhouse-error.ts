// ClickHouse's error text → one sentence for people.

const sentence_chars_max = 4_000;

/** "Code: 60. DB::Exception: Unknown table 'x'. (UNKNOWN_TABLE) (version …)" → "Unknown table 'x' (UNKNOWN_TABLE)". */
export const clickhouseSentence = (text: string): string => {
  // Where rows had been written before the failure, they stand before it.
  const start = text.lastIndexOf('Code: ');
  const line = text
    .slice(Math.max(start, 0), Math.max(start, 0) + sentence_chars_max)
    .replace(/\s+/g, ' ')
    .trim();
  const sentence = line
    .replace(/^Code: \d+\. /, '')
    .replace(/^DB::Exception: /, '')
    .replace(/ \(version [^)]*\(official build\)\)\s*$| \(version [^)]*\)\s*$/, '')
    .replace(/: While (executing|processing) [^(]*(?=\([A-Z_]+\)$)/, ' ')
    .replace(/\.\s*(\([A-Z_]+\))$/, ' $1')
    .replace(/\s+/g, ' ');
  return sentence || 'ClickHouse gave no reason';
};
