// What a process said before it ended, in a sentence: the line that names the fault, not the stack below it.
import { stripVTControlCharacters } from 'node:util';

const linesMax = 2;
const charsMax = 400;
const namesFault = /\b(error|exception|fatal|failed|cannot|could not|crashed)\b/i;
// Frames of a stack, lone brackets, the rest of an object that was printed, the frames that bundlers draw around code.
const noise = /^at |^[{}[\]()]+$|^errors: \[|^[─│╰╭·]|^\d+ │/;

/** One log line as a person would say it: of structured ones the text and its reason. */
const plain = (line: string): string => {
  if (!line.startsWith('{')) return line;
  try {
    const { msg, reason, err } = JSON.parse(line) as {
      msg?: string;
      reason?: string;
      err?: { message?: string };
    };
    return [msg, reason ?? err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
};

/** The last lines of `output` that name a fault, else its very last lines; empty when it said nothing. */
export const lastWordsOf = (output: string): string => {
  const lines = output
    .split('\n')
    .map((line) => stripVTControlCharacters(line).trim())
    .filter((line) => line !== '' && !noise.test(line));
  const telling = lines.filter((line) => namesFault.test(line) || /"level":[56]0/.test(line));
  return (telling.length > 0 ? telling : lines).slice(-linesMax).map(plain).join(' | ').slice(0, charsMax);
};
