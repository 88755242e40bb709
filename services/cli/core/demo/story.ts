// One account's story while it is written: time passes, and every step adds its event and enters it into the books.
import { Books } from './books.ts';
import { day_ms, minute_ms, workingTime } from './calendar.ts';
import type { Facts } from './facts.ts';
import { amountText, currency } from './money.ts';
import type { NativeJsonEvent } from './native-event.ts';
import type { Contact, Opportunity } from './people.ts';
import type { Prng } from './prng.ts';
import { touchOf } from './touch.ts';
import { familyNames, givenNames, qualifiers, roles, sectors, sellers } from './words.ts';

export interface StoryOptions {
  readonly account_id: string;
  /** What every event id of the story begins with. */
  readonly id_prefix: string;
  readonly starts_at: number;
  readonly now: number;
  readonly prng: Prng;
}

type Fields = Omit<NativeJsonEvent, 'type' | 'event_id' | 'occurred_at'>;

export class Story {
  readonly events: NativeJsonEvent[] = [];
  readonly prng: Prng;
  readonly now: number;
  readonly #account_id: string;
  readonly #id_prefix: string;
  readonly #books = new Books();
  readonly #sector: string;
  #at: number;

  constructor({ account_id, id_prefix, starts_at, now, prng }: StoryOptions) {
    this.prng = prng;
    this.now = now;
    this.#account_id = account_id;
    this.#id_prefix = id_prefix;
    this.#at = Math.floor(starts_at);
    this.#sector = prng.pick(sectors);
  }

  facts(): Facts {
    return this.#books.facts(this.now);
  }

  /** Time passes; people act at any hour. */
  pass(days_min: number, days_max: number): void {
    this.#at += Math.ceil(this.prng.between(days_min, days_max) * day_ms) + 1000;
  }

  /** Time passes until sales or marketing acts, on a working day. */
  passToWork(days_min: number, days_max: number): void {
    this.pass(days_min, days_max);
    this.#at = workingTime(this.#at, this.prng);
  }

  passMinutes(min: number, max: number): void {
    this.#at += this.prng.integer(min * minute_ms, max * minute_ms);
  }

  jumpTo(at: number): void {
    if (at <= this.#at) throw new Error('a story only goes forward');
    this.#at = at;
  }

  /** A person of the account, so far a visitor without a name. */
  newContact(): Contact {
    const { prng } = this;
    const number = this.#books.contacts.length + 1;
    const name = `${prng.pick(givenNames)}.${prng.pick(familyNames)}`;
    const taken = this.#books.contacts.some(({ contact_id }) => contact_id.startsWith(`${name}@`));
    const contact: Contact = {
      contact_id: `${name}${taken ? number : ''}@${this.#account_id}.example`,
      anonymous_id: `visitor-${this.#account_id}-${number}`,
      role: prng.pick(roles),
      identified: false,
      stage: 'engaged',
    };
    this.#books.contacts.push(contact);
    return contact;
  }

  touch(contact: Contact): void {
    const { channel, ...where } = touchOf(this.prng, contact.identified);
    this.#books.touched({ at: this.#at, channel });
    this.#emit('content_viewed', { ...this.#visitorOf(contact, channel), channel, ...where });
  }

  /** Mail programs know the contact, not the account; a browser not yet identified knows neither. */
  #visitorOf(contact: Contact, channel: string): Fields {
    const { contact_id, anonymous_id } = contact;
    if (!contact.identified) return { anonymous_id };
    if (channel === 'email') return { contact_id };
    return { account_id: this.#account_id, contact_id, ...(this.prng.chance(0.5) && { anonymous_id }) };
  }

  identify(contact: Contact): void {
    if (contact.identified) return;
    contact.identified = true;
    const { contact_id, anonymous_id, role } = contact;
    const properties = { sector: this.#sector, role };
    this.#emit('contact_identified', { account_id: this.#account_id, contact_id, anonymous_id, properties });
    this.passMinutes(1, 3);
  }

  qualify(contact: Contact, hand_raiser: boolean): void {
    this.identify(contact);
    this.#books.endClock('acceptance', contact, this.#at);
    this.#books.moved(contact, 'mql', 'requalified');
    this.#books.startClock(contact, { kind: 'first_decision', hand_raiser, started_at: this.#at });
    const properties = hand_raiser ? { hand_raiser: 'true' } : { score: String(this.prng.integer(60, 99)) };
    this.#emit('mql_created', { ...this.#of(contact), properties });
  }

  accept(contact: Contact): void {
    this.#books.answerClock('first_decision', contact, this.#at);
    this.#books.decided('accepted');
    this.#books.moved(contact, 'accepted', '');
    this.#books.startClock(contact, { kind: 'acceptance', hand_raiser: false, started_at: this.#at });
    this.#emit('mql_accepted', { ...this.#of(contact), owner_id: this.prng.pick(qualifiers) });
  }

  reject(contact: Contact, reason: string): void {
    this.#books.answerClock('first_decision', contact, this.#at);
    this.#books.decided('rejected');
    this.#books.moved(contact, 'engaged', reason);
    this.#books.startClock(contact, { kind: 'handback', hand_raiser: false, started_at: this.#at });
    this.#emit('mql_rejected', { ...this.#of(contact), owner_id: this.prng.pick(qualifiers), reason });
  }

  recycle(contact: Contact, reason: string): void {
    this.#recycled(contact, reason);
    this.#emit('lead_recycled', { ...this.#of(contact), reason });
  }

  /** The whole account goes back to nurturing. */
  recycleAll(reason: string): void {
    for (const contact of this.#books.contacts) this.#recycled(contact, reason);
    this.#emit('lead_recycled', { account_id: this.#account_id, reason });
  }

  #recycled(contact: Contact, reason: string): void {
    this.#books.answerClock('handback', contact, this.#at);
    this.#books.endClock('acceptance', contact, this.#at);
    this.#books.moved(contact, 'engaged', reason);
  }

  open(contact: Contact): Opportunity {
    const { prng } = this;
    const number = this.#books.opportunities.length + 1;
    const opportunity: Opportunity = {
      opportunity_id: `deal-${this.#account_id}-${number}`,
      contact,
      owner_id: prng.pick(sellers),
      cents: dealCents(prng),
      state: 'open',
      reopened: false,
    };
    this.#books.opportunities.push(opportunity);
    this.#opened(opportunity);
    return opportunity;
  }

  reopen(opportunity: Opportunity): void {
    opportunity.state = 'open';
    opportunity.reopened = true;
    this.#opened(opportunity);
  }

  #opened(opportunity: Opportunity): void {
    this.#books.answerClock('acceptance', opportunity.contact, this.#at);
    this.#emit('opportunity_created', { ...this.#of(opportunity.contact), ...moneyOf(opportunity) });
  }

  lose(opportunity: Opportunity, reason: string): void {
    const named = this.prng.chance(0.5) ? opportunity.contact : undefined;
    this.#books.lost(opportunity, reason, named);
    const who = named ? this.#of(named) : { account_id: this.#account_id };
    this.#emit('opportunity_lost', { ...who, ...moneyOf(opportunity), reason });
  }

  win(opportunity: Opportunity): void {
    // Negotiated: up to 12 % off, full cents.
    opportunity.cents = Math.round(opportunity.cents * this.prng.between(0.88, 1));
    this.#books.won(opportunity, this.#at);
    this.#emit('opportunity_won', { ...this.#of(opportunity.contact), ...moneyOf(opportunity) });
  }

  #of({ contact_id }: Contact): Fields {
    return { account_id: this.#account_id, contact_id };
  }

  #emit(type: string, fields: Fields): void {
    if (this.#at > this.now) throw new Error(`the story of ${this.#account_id} runs past now`);
    const number = String(this.events.length + 1).padStart(3, '0');
    const event_id = `${this.#id_prefix}-${number}`;
    this.events.push({ type, event_id, occurred_at: new Date(this.#at).toISOString(), ...fields });
    // No two events of an account share a time: their order is beyond doubt.
    this.#at += 1000;
  }
}

const moneyOf = ({ opportunity_id, owner_id, cents }: Opportunity): Fields => ({
  opportunity_id,
  owner_id,
  amount: amountText(cents),
  currency,
});

/** Long-tailed: most deals between 8,000 and 40,000, some far above. */
const dealCents = (prng: Prng): number =>
  Math.round(800_000 * Math.exp(prng.next() * 1.6 + prng.next() ** 6 * 1.8));
