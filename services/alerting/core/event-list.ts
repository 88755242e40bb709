// Stage events in order, each once: the first with a (source, event_id) stands, whatever a later one says.
import { handoffIdOf as idOf, inOrder, isSameEvent, type StageEvent } from './stage-event.ts';

/** Shorter lists are looked through; an index costs more memory than it saves time. */
const indexed_from = 32;
/** Most accounts have few stage events: up to here an array is made anew, just as long. */
const exact_until = 8;

export class EventList {
  #events: StageEvent[] = [];
  #ids: Set<string> | undefined;

  get events(): readonly StageEvent[] {
    return this.#events;
  }

  /** False for a duplicate. */
  add(event: StageEvent): boolean {
    if (this.#has(event)) return false;
    // Most events arrive in order: the place is looked for from the end.
    let at = this.#events.length;
    while (at > 0 && inOrder(this.#events[at - 1] as StageEvent, event) > 0) at -= 1;
    // An array that grows by itself takes room for seventeen.
    if (this.#events.length < exact_until) this.#events = this.#events.toSpliced(at, 0, event);
    else this.#events.splice(at, 0, event);
    this.#ids?.add(idOf(event));
    return true;
  }

  #has(event: StageEvent): boolean {
    if (this.#events.length < indexed_from) return this.#events.some((known) => isSameEvent(known, event));
    this.#ids ??= new Set(this.#events.map(idOf));
    return this.#ids.has(idOf(event));
  }
}
