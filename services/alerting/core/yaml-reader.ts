// Reads a YAML text field by field and remembers every fault with its line, so that a wrong file is told whole.
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from 'yaml';

/** One place of the file: its value, and how to name it in a fault. */
export interface Spot {
  readonly path: string;
  readonly node: unknown;
  readonly line: number;
}

export class YamlReader {
  readonly #lines = new LineCounter();
  readonly #faults: { line: number; text: string }[] = [];
  readonly root: Spot;

  constructor(text: string) {
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: true });
    for (const { pos, message } of document.errors)
      this.#faults.push({ line: this.#lines.linePos(pos[0]).line, text: message });
    this.root = { path: '', node: document.contents, line: 1 };
  }

  /** "line 12: …" by line. */
  get faults(): readonly string[] {
    return [...this.#faults].sort((a, b) => a.line - b.line).map(({ line, text }) => `line ${line}: ${text}`);
  }

  fault(spot: Spot, text: string): undefined {
    this.#faults.push({ line: spot.line, text: spot.path ? `${spot.path} ${text}` : text });
  }

  /** Keys and values of a mapping, in file order. */
  entries(spot: Spot): readonly { readonly key: string; readonly value: Spot }[] {
    if (!isMap(spot.node)) {
      this.fault(spot, 'must be a mapping of names to values');
      return [];
    }
    return spot.node.items.map((pair: Pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const line = this.#lineOf(pair.key) ?? spot.line;
      return { key, value: { path: spot.path ? `${spot.path}.${key}` : key, node: pair.value, line } };
    });
  }

  /** The fields of a mapping whose names are known; unknown names and absent required ones are faults. */
  fields<N extends string, O extends string>(
    spot: Spot,
    required: readonly N[],
    optional: readonly O[],
  ): Partial<Record<N | O, Spot>> {
    const known: readonly string[] = [...required, ...optional];
    const found: Partial<Record<string, Spot>> = {};
    for (const { key, value } of this.entries(spot))
      if (known.includes(key)) found[key] = value;
      else this.fault({ ...value, path: spot.path }, `has no field ${key}; it has ${known.join(', ')}`);
    if (isMap(spot.node)) for (const name of required) if (!found[name]) this.fault(spot, `needs ${name}`);
    return found;
  }

  list(spot: Spot): readonly Spot[] {
    if (isSeq(spot.node))
      return spot.node.items.map((node, at) => ({
        path: `${spot.path}[${at}]`,
        node,
        line: this.#lineOf(node) ?? spot.line,
      }));
    this.fault(spot, 'must be a list');
    return [];
  }

  text(spot: Spot): string | undefined {
    const value = isScalar(spot.node) ? spot.node.value : undefined;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return String(value);
    return this.fault(spot, 'must be a text');
  }

  integer(spot: Spot): number | undefined {
    const value = isScalar(spot.node) ? spot.node.value : undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
    return this.fault(spot, 'must be a whole number from 1');
  }

  oneOf<T extends string>(spot: Spot, choices: readonly T[]): T | undefined {
    const text = this.text(spot);
    if (text === undefined || choices.includes(text as T)) return text as T | undefined;
    return this.fault(spot, `must be one of ${choices.join(', ')}, not "${text}"`);
  }

  #lineOf(node: unknown): number | undefined {
    const range = (node as Node | null)?.range;
    return range ? this.#lines.linePos(range[0]).line : undefined;
  }
}
