// A time zone as pieces of constant UTC offset: what business calendars compute with. Rules come from Temporal's zone data.
import { Temporal } from 'temporal-polyfill';

/** Between `from_ms` and `to_ms` (exclusive, UTC milliseconds) the wall clock shows UTC + `offset_ms`. */
export interface OffsetPiece {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly offset_ms: number;
}

export interface Zone {
  pieceAt(at_ms: number): OffsetPiece;
}

export const isTimeZone = (id: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(id);
    return true;
  } catch {
    return false;
  }
};

const readPiece = (time_zone: string, at_ms: number): OffsetPiece => {
  const here = Temporal.Instant.fromEpochMilliseconds(at_ms).toZonedDateTimeISO(time_zone);
  // `previous` is strictly before: one millisecond on, a change at this very instant is found as well.
  const previous = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return {
    from_ms: previous?.epochMilliseconds ?? -Infinity,
    to_ms: here.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offset_ms: here.offsetNanoseconds / 1e6,
  };
};

/** A zone that remembers the pieces it has met; two a year at most, so it stays small. Throws RangeError on an unknown zone. */
export const createZone = (time_zone: string): Zone => {
  const pieces: OffsetPiece[] = [];
  let latest = readPiece(time_zone, 0);
  const holds = (piece: OffsetPiece, at_ms: number): boolean => piece.from_ms <= at_ms && at_ms < piece.to_ms;
  return {
    pieceAt: (at_ms) => {
      if (holds(latest, at_ms)) return latest;
      let piece = pieces.find((known) => holds(known, at_ms));
      if (!piece) pieces.push((piece = readPiece(time_zone, at_ms)));
      return (latest = piece);
    },
  };
};
