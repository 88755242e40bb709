export const runStart = (_o: { demo?: true }): Promise<number> => Promise.resolve(0);
