export const runStack = (): Promise<number> => Promise.resolve(0);
