export interface DemoOptions {
  readonly seed: number;
}
export const runDemo = (_o: DemoOptions): Promise<number> => Promise.resolve(0);
