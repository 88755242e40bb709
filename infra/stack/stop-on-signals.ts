// Ctrl-C: the first asks everything to stop in order, the second forces.

interface Stoppable {
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Stops on the first signal and ends the process with 0; kills on the second and ends with 130. The answer says whether a stop was asked
 * for: what fails from then on fails because of it.
 */
export const stopOnSignals = (running: Stoppable, say: (text: string) => void): (() => boolean) => {
  let asked = false;
  const onSignal = (): void => {
    if (asked) {
      running.kill();
      process.exit(130);
    }
    asked = true;
    say('stopping (once more Ctrl-C forces)');
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        say(`stop failed: ${String(error)}`);
        running.kill();
        process.exit(1);
      },
    );
  };
  // Waiting for a signal does not keep a process alive, and a stack that runs elsewhere leaves it nothing else to do.
  setInterval(() => undefined, 3_600_000);
  for (const signal of signals) process.on(signal, onSignal);
  return () => asked;
};
