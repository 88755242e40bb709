// Reads values out of parsed YAML and remembers every fault with the place it is at, so that a wrong mapping is told whole.

/** One place of a YAML document; reading what is not there, or is of another kind, adds a fault and gives a blank. */
export class NodeReader {
  readonly #value: unknown;
  readonly #path: string;
  readonly #faults: string[];

  constructor(value: unknown, path: string, faults: string[]) {
    this.#value = value;
    this.#path = path;
    this.#faults = faults;
  }

  get isSet(): boolean {
    return this.#value !== undefined && this.#value !== null && this.#value !== '';
  }

  get isMap(): boolean {
    return typeof this.#value === 'object' && this.#value !== null && !Array.isArray(this.#value);
  }

  fault(text: string): void {
    this.#faults.push(this.#path ? `${this.#path}: ${text}` : text);
  }

  faults(texts: readonly string[]): void {
    for (const text of texts) this.fault(text);
  }

  at(name: string): NodeReader {
    const value = this.isMap ? (this.#value as Record<string, unknown>)[name] : undefined;
    return new NodeReader(value, this.#path ? `${this.#path}.${name}` : name, this.#faults);
  }

  /** The entries of a map; one of `known` names each where that is given. */
  entries(known?: readonly string[]): readonly (readonly [string, NodeReader])[] {
    if (!this.isSet) return [];
    if (!this.isMap) {
      this.fault('must be a map of names');
      return [];
    }
    const names = Object.keys(this.#value as object);
    for (const name of names)
      if (known && !known.includes(name))
        this.fault(`"${name}" is not known here; there are ${known.join(', ')}`);
    return names.map((name) => [name, this.at(name)]);
  }

  /** The entries of a list; a single value counts as a list of one. */
  list(): readonly NodeReader[] {
    if (!this.isSet) return [];
    if (!Array.isArray(this.#value)) return [this];
    return this.#value.map((value, index) => new NodeReader(value, `${this.#path}[${index}]`, this.#faults));
  }

  text(byDefault?: string): string {
    if (!this.isSet) {
      if (byDefault === undefined) this.fault('is required');
      return byDefault ?? '';
    }
    if (typeof this.#value === 'string') return this.#value;
    this.fault('must be a text');
    return byDefault ?? '';
  }

  flag(byDefault: boolean): boolean {
    if (!this.isSet) return byDefault;
    if (this.#value !== 'true' && this.#value !== 'false') this.fault('must be true or false');
    return this.#value === 'true';
  }
}
