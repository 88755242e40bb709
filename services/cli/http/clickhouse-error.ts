// ClickHouse's error text → one sentence for people.

/** "Code: 60. DB::Exception: Unknown table 'x'. (UNKNOWN_TABLE) (version …)" → "Unknown table 'x' (UNKNOWN_TABLE)". */
export const clickhouseSentence = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  const sentence = line
    .replace(/^Code: \d+\. /, '')
    .replace(/^DB::Exception: /, '')
    .replace(/ \(version [^)]*\(official build\)\)\s*$| \(version [^)]*\)\s*$/, '')
    .replace(/: While (executing|processing) [^(]*(?=\([A-Z_]+\)$)/, ' ')
    .replace(/\.\s*(\([A-Z_]+\))$/, ' $1')
    .replace(/\s+/g, ' ');
  return sentence || 'ClickHouse gave no reason';
};
