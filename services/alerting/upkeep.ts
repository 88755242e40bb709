// What is done now and then: asking again for history ClickHouse owed, forgetting accounts that are long quiet.
import type { Watch } from './core/watch.ts';
import type { Intake } from './intake.ts';

const debts_ms = 5_000;
const forget_ms = 3_600_000;

export interface UpkeepParts {
  readonly watch: Watch;
  readonly intake: Intake;
  readonly history_days: number;
  readonly onCrash: (error: unknown) => void;
}

/**
 * The bound of the memory: accounts with a stage event in the last `history_days`, and those touched in the last hour. An older
 * account is read from ClickHouse again when something touches it. Returns how to stop.
 */
export const startUpkeep = ({ watch, intake, history_days, onCrash }: UpkeepParts): (() => void) => {
  const timers = [
    setInterval(() => void intake.settleDebts().catch(onCrash), debts_ms),
    setInterval(
      () => watch.forget(Date.now() - history_days * 86_400_000, Date.now() - forget_ms),
      forget_ms,
    ),
  ];
  return () => timers.forEach((timer) => clearInterval(timer));
};
