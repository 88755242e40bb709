// Scanned events → columns of the tables they go to: stored_events, event_claims, identity_links, arrived_batches.
import type { EventHasher } from './event-hash.ts';
import { slotOf, textNames, type EventPlan } from './event-plan.ts';
import type { EventScan } from './event-scan.ts';
import { blockOf, type Block, type NamedColumn } from './native/block.ts';
import { Int64Column, joined, StringColumn, UInt8Column, type Column } from './native/columns.ts';
import { repeatedText, repeatedUInt32 } from './native/repeated.ts';

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

const [accountSlot, contactSlot, visitorSlot, idSlot, sourceSlot] = (
  ['account_id', 'contact_id', 'anonymous_id', 'event_id', 'source'] as const
).map(slotOf) as [number, number, number, number, number];
const text = 'String';
const time = "DateTime64(3, 'UTC')";
const identifiedType = 'contact_identified';

/** Columns of one batch after the other; `clear` begins the next. */
export class EventColumns {
  readonly #texts = textNames.map(() => new StringColumn());
  readonly #type = new StringColumn();
  readonly #occurredAt = new Int64Column();
  readonly #receivedAt = new Int64Column();
  readonly #amountNulls = new UInt8Column();
  readonly #amount = new Int64Column();
  readonly #propertyEnds = new Int64Column();
  readonly #propertyNames = new StringColumn();
  readonly #propertyValues = new StringColumn();
  readonly #offset = new Int64Column();
  readonly #eventKey = new Int64Column();
  readonly #contentKey = new Int64Column();
  readonly #link = {
    contact: new StringColumn(),
    account: new StringColumn(),
    visitor: new StringColumn(),
    identified: new UInt8Column(),
    occurredAt: new Int64Column(),
    receivedAt: new Int64Column(),
    id: new StringColumn(),
    source: new StringColumn(),
  };
  #rows = 0;
  #links = 0;
  #properties = 0;

  get rows(): number {
    return this.#rows;
  }

  get links(): number {
    return this.#links;
  }

  clear(): void {
    this.#rows = 0;
    this.#links = 0;
    this.#properties = 0;
    for (const column of [...this.#texts, ...this.#others(), ...Object.values(this.#link)]) column.clear();
  }

  append(scan: EventScan, plan: EventPlan, hasher: EventHasher, offset: number): void {
    const { bytes, starts, ends } = scan;
    for (let slot = 0; slot < starts.length; slot += 1)
      (this.#texts[slot] as StringColumn).append(bytes, starts[slot] as number, ends[slot] as number);
    this.#type.append(plan.type_bytes, 0, plan.type_bytes.length);
    this.#occurredAt.append(scan.occurred_at);
    this.#receivedAt.append(scan.received_at);
    this.#amountNulls.append(scan.hasAmount ? 0 : 1);
    if (scan.hasAmount) this.#amount.appendWords(scan.amount_low, scan.amount_high);
    else this.#amount.append(0);
    this.#appendProperties(scan);
    this.#offset.append(offset);
    this.#eventKey.appendWords(hasher.event_low, hasher.event_high);
    this.#contentKey.appendWords(hasher.content_low, hasher.content_high);
    this.#appendLink(scan, plan);
    this.#rows += 1;
  }

  #appendProperties({ bytes, properties, propertyBounds: bounds }: EventScan): void {
    for (let one = 0; one < properties; one += 1) {
      this.#propertyNames.append(bytes, bounds[4 * one] as number, bounds[4 * one + 1] as number);
      this.#propertyValues.append(bytes, bounds[4 * one + 2] as number, bounds[4 * one + 3] as number);
    }
    this.#properties += properties;
    this.#propertyEnds.append(this.#properties);
  }

  /** An event that names a contact together with an account, or identifies a visitor, says who belongs to whom. */
  #appendLink(scan: EventScan, { type }: EventPlan): void {
    const { starts, ends } = scan;
    if (starts[contactSlot] === ends[contactSlot]) return;
    const identified = type === identifiedType;
    if (
      starts[accountSlot] === ends[accountSlot] &&
      !(identified && starts[visitorSlot] !== ends[visitorSlot])
    )
      return;
    const link = this.#link;
    appendSlot(link.contact, scan, contactSlot);
    appendSlot(link.account, scan, accountSlot);
    appendSlot(link.visitor, scan, visitorSlot);
    appendSlot(link.id, scan, idSlot);
    appendSlot(link.source, scan, sourceSlot);
    link.identified.append(identified ? 1 : 0);
    link.occurredAt.append(scan.occurred_at);
    link.receivedAt.append(scan.received_at);
    this.#links += 1;
  }

  /** Block for `stored_events`. */
  events({ topic, partition }: Place): Block {
    const rows = this.#rows;
    return blockOf(rows, [
      ...textNames.map((name, slot) => named(name, text, this.#texts[slot] as Column)),
      named('type', text, this.#type),
      named('occurred_at', time, this.#occurredAt),
      named('received_at', time, this.#receivedAt),
      named('amount', 'Nullable(Decimal(18, 4))', joined(this.#amountNulls, this.#amount)),
      named(
        'properties',
        'Map(String, String)',
        joined(this.#propertyEnds, this.#propertyNames, this.#propertyValues),
      ),
      named('_topic', text, repeatedText(topic, rows)),
      named('_partition', 'UInt32', repeatedUInt32(partition, rows)),
      named('_offset', 'UInt64', this.#offset),
    ]);
  }

  /** Block for `event_claims`. */
  claims({ topic, partition }: Place): Block {
    const rows = this.#rows;
    return blockOf(rows, [
      named('event_key', 'UInt64', this.#eventKey),
      named('content_key', 'UInt64', this.#contentKey),
      named('topic', text, repeatedText(topic, rows)),
      named('partition', 'UInt32', repeatedUInt32(partition, rows)),
      named('offset', 'UInt64', this.#offset),
    ]);
  }

  /** Block for `identity_links`, of `links` rows. */
  identityLinks(): Block {
    const { contact, account, visitor, identified, occurredAt, receivedAt, id, source } = this.#link;
    return blockOf(this.#links, [
      named('contact_id', text, contact),
      named('account_id', text, account),
      named('anonymous_id', text, visitor),
      named('identified', 'UInt8', identified),
      named('occurred_at', time, occurredAt),
      named('received_at', time, receivedAt),
      named('event_id', text, id),
      named('source', text, source),
    ]);
  }

  /** The three columns that say whom the batch concerns, each as one value of type Array(String), repetitions included. */
  concerned(): readonly NamedColumn[] {
    const list = (slot: number): Column => {
      const length = new Int64Column();
      length.append(this.#rows);
      return joined(length, this.#texts[slot] as Column);
    };
    return [
      named('account_ids', 'Array(String)', list(accountSlot)),
      named('contact_ids', 'Array(String)', list(contactSlot)),
      named('anonymous_ids', 'Array(String)', list(visitorSlot)),
    ];
  }

  #others(): readonly Column[] {
    return [
      ...[
        this.#type,
        this.#occurredAt,
        this.#receivedAt,
        this.#amountNulls,
        this.#amount,
        this.#propertyEnds,
      ],
      ...[this.#propertyNames, this.#propertyValues, this.#offset, this.#eventKey, this.#contentKey],
    ];
  }
}

const appendSlot = (column: StringColumn, { bytes, starts, ends }: EventScan, slot: number): void =>
  column.append(bytes, starts[slot] as number, ends[slot] as number);

const named = (name: string, type: string, column: Column): NamedColumn => ({ name, type, column });
