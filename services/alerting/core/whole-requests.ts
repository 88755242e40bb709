// What is to be written together → requests: who would read half of what is said of a handoff would tell half of it.

/** Requests of at most `records_max` records each, in order, every group whole in one of them; more only where a single group has more. */
export const wholeRequests = <T>(
  groups: readonly (readonly T[])[],
  records_max: number,
): readonly (readonly T[])[] => {
  const requests: T[][] = [];
  for (const records of groups) {
    const last = requests.at(-1);
    if (last && last.length + records.length <= records_max) last.push(...records);
    else if (records.length > 0) requests.push([...records]);
  }
  return requests;
};
