// Ids that are asked for, as many at a time as a URL carries: parameters travel in it, and servers limit its length.
const ids_bytes_max = 6_000;
/** Quotes and comma, encoded. */
const frame_bytes = 9;

export const idChunks = (ids: readonly string[]): readonly (readonly string[])[] => {
  const list: string[][] = [];
  let bytes = Infinity;
  for (const id of ids) {
    const size = encodeURIComponent(id).length + frame_bytes;
    if (bytes + size > ids_bytes_max) {
      list.push([]);
      bytes = 0;
    }
    list.at(-1)?.push(id);
    bytes += size;
  }
  return list;
};
