// The stage events alerting remembers, by account, and which contact belongs to which account. Bounded: see `forget`.
import { newestMs, withEvent } from './event-lines.ts';
import { readEvents } from './event-text.ts';
import { inOrder, type StageEvent } from './stage-event.ts';

/** An event that names a contact together with an account. A `contact_identified` outranks what others say in passing; then the newest. */
export interface Link {
  readonly contact_id: string;
  readonly account_id: string;
  readonly identified: boolean;
  readonly occurred_at: number;
  readonly event_id: string;
  readonly source: string;
}

interface Contact {
  link: Link | undefined;
  /** Stage events that name the contact and no account, as lines of text. */
  loose: string;
}

interface Account {
  /** Stage events that name it, as lines of text. */
  own: string;
  /** Contacts whose loose events belong to it. */
  members: Set<string> | undefined;
  touched_ms: number;
  /** False until what ClickHouse knows of it has been read. */
  isComplete: boolean;
}

/** Links of contacts without loose events, kept in case one comes: so many, the oldest go first. */
const recent_links_max = 100_000;

/** Account that a contact stands for while no event ties it to one: the ledger's rule. */
const ownAccount = (contact_id: string): string => `contact:${contact_id}`;

/** A link as it is kept while nothing needs it: as text it takes half the memory. */
const readLink = (text: string | undefined): Link | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as Link);

export class Histories {
  readonly #accounts = new Map<string, Account>();
  readonly #contacts = new Map<string, Contact>();
  readonly #recent = new Map<string, string>();

  get accountCount(): number {
    return this.#accounts.size;
  }

  accountKeys(): IterableIterator<string> {
    return this.#accounts.keys();
  }

  /** Adds an event; the accounts it touches, none for a duplicate. The first with a (source, event_id) stands. */
  add(event: StageEvent, now: number): readonly string[] {
    const { account_id, contact_id } = event;
    if (account_id === null && contact_id === null) return [];
    const key = this.keyOf(account_id, contact_id, now);
    const account = this.#account(key, now);
    if (account_id !== null) {
      const former = account.own;
      account.own = withEvent(former, event);
      return account.own === former ? [] : [key];
    }
    const contact = this.#contact(contact_id ?? '');
    const former = contact.loose;
    contact.loose = withEvent(former, event);
    if (contact.loose === former) return [];
    (account.members ??= new Set()).add(contact_id ?? '');
    return [key];
  }

  /** Learns which account a contact belongs to; the accounts between which its loose events move. */
  learn(link: Link, now: number): readonly string[] {
    const contact = this.#contacts.get(link.contact_id);
    if (!contact) {
      if (outranks(link, readLink(this.#recent.get(link.contact_id)))) this.#remember(link);
      return [];
    }
    if (!outranks(link, contact.link)) return [];
    const from = this.#keyOfContact(link.contact_id);
    contact.link = link;
    if (from === link.account_id || contact.loose === '') return [];
    this.#accounts.get(from)?.members?.delete(link.contact_id);
    (this.#account(link.account_id, now).members ??= new Set()).add(link.contact_id);
    return [from, link.account_id];
  }

  /** All events of an account, its contacts' loose ones included, in order. */
  eventsOf(key: string): readonly StageEvent[] {
    const account = this.#accounts.get(key);
    if (!account) return [];
    const own = readEvents(account.own, key);
    const loose = [...(account.members ?? [])].flatMap((contact_id) =>
      readEvents(this.#contacts.get(contact_id)?.loose ?? '', null),
    );
    return loose.length === 0 ? own : [...own, ...loose].sort(inOrder);
  }

  /** The id of a known account; '' for a contact that stands for itself. */
  accountIdOf(key: string): string {
    return key.startsWith('contact:') && this.#contacts.has(key.slice('contact:'.length)) ? '' : key;
  }

  /** The account an event or fact belongs to; it exists from then on. */
  keyOf(account_id: string | null, contact_id: string | null, now: number): string {
    const key = account_id ?? this.#keyOfContact(contact_id ?? '');
    this.#account(key, now);
    return key;
  }

  isComplete(key: string): boolean {
    return this.#accounts.get(key)?.isComplete ?? false;
  }

  setComplete(key: string): void {
    const account = this.#accounts.get(key);
    if (account) account.isComplete = true;
  }

  /** Forgets accounts whose newest event occurred before `horizon_ms` and that nothing has touched since `idle_ms`; what they held. */
  forget(horizon_ms: number, idle_ms: number): readonly { key: string; events: readonly StageEvent[] }[] {
    const forgotten: { key: string; events: readonly StageEvent[] }[] = [];
    for (const [key, account] of this.#accounts) {
      if (account.touched_ms >= idle_ms || this.#newestOf(account) >= horizon_ms) continue;
      const events = this.eventsOf(key);
      for (const contact_id of account.members ?? []) this.#contacts.delete(contact_id);
      this.#accounts.delete(key);
      forgotten.push({ key, events });
    }
    return forgotten;
  }

  #newestOf({ own, members = new Set() }: Account): number {
    const loose = [...members].map((contact_id) => newestMs(this.#contacts.get(contact_id)?.loose ?? ''));
    return Math.max(newestMs(own), ...loose);
  }

  #keyOfContact(contact_id: string): string {
    return this.#contact(contact_id).link?.account_id ?? ownAccount(contact_id);
  }

  #contact(contact_id: string): Contact {
    let contact = this.#contacts.get(contact_id);
    if (!contact) {
      contact = { link: readLink(this.#recent.get(contact_id)), loose: '' };
      this.#recent.delete(contact_id);
      this.#contacts.set(contact_id, contact);
    }
    return contact;
  }

  #account(key: string, now: number): Account {
    let account = this.#accounts.get(key);
    if (!account)
      this.#accounts.set(
        key,
        (account = { own: '', members: undefined, touched_ms: now, isComplete: false }),
      );
    account.touched_ms = now;
    return account;
  }

  #remember(link: Link): void {
    this.#recent.delete(link.contact_id);
    this.#recent.set(link.contact_id, JSON.stringify(link));
    if (this.#recent.size <= recent_links_max) return;
    for (const oldest of this.#recent.keys()) {
      this.#recent.delete(oldest);
      break;
    }
  }
}

const outranks = (link: Link, present: Link | undefined): boolean => {
  if (!present) return true;
  if (link.identified !== present.identified) return link.identified;
  return inOrder(link, present) > 0;
};
