// Avro's `decimal` logical type as a decimal text in TypeScript ("100000.00"): money never passes through a float.
import avro from 'avsc';

const pattern = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Decimal text → integer at `scale`, or undefined where it is not a decimal or has more digits than the scale keeps. */
export const toScaled = (text: string, scale: number): bigint | undefined => {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > scale) return undefined;
  const scaled = BigInt(match[2] + fraction.padEnd(scale, '0'));
  return match[1] === '-' ? -scaled : scaled;
};

/** Integer at `scale` → decimal text without trailing zeros, at least two decimals kept. */
export const fromScaled = (scaled: bigint, scale: number): string => {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '').padEnd(2, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${fraction}`;
};

const toBytes = (value: bigint): Buffer => {
  let length = 1;
  while (value < -(1n << BigInt(8 * length - 1)) || value >= 1n << BigInt(8 * length - 1)) length += 1;
  const hex = BigInt.asUintN(8 * length, value)
    .toString(16)
    .padStart(2 * length, '0');
  return Buffer.from(hex, 'hex');
};

const fromBytes = (bytes: Buffer): bigint =>
  bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, BigInt(`0x${bytes.toString('hex')}`));

interface DecimalAttributes {
  readonly precision: number;
  readonly scale: number;
}

/** avsc logical type: big-endian two's complement bytes ⇄ decimal text. */
export class DecimalType extends avro.types.LogicalType {
  readonly #scale: number;
  readonly #max: bigint;

  constructor(attributes: DecimalAttributes, options?: object) {
    super(attributes as unknown as avro.Schema, options);
    this.#scale = attributes.scale;
    this.#max = 10n ** BigInt(attributes.precision);
  }

  protected override _fromValue(bytes: Buffer): string {
    return fromScaled(fromBytes(bytes), this.#scale);
  }

  protected override _toValue(text: unknown): Buffer | undefined {
    const scaled = typeof text === 'string' ? toScaled(text, this.#scale) : undefined;
    return scaled === undefined || scaled >= this.#max || scaled <= -this.#max ? undefined : toBytes(scaled);
  }

  /** A writer's decimal already arrives as text, whatever its scale; plain bytes are read at ours. */
  protected override _resolve(type: avro.Type): ((value: never) => string) | undefined {
    if (avro.Type.isType(type, 'logical:decimal')) return (text: string) => text;
    return avro.Type.isType(type, 'bytes') ? (bytes: Buffer) => this._fromValue(bytes) : undefined;
  }
}
