// kafkajs asks for timeouts in the past, and Node 24 prints a warning of the first: noise for a person at a terminal.

/** Prints warnings as Node does, except that one. For processes started without `--disable-warning=TimeoutNegativeWarning`. */
export const hideTimeoutWarnings = (): void => {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    if (name !== 'TimeoutNegativeWarning') process.stderr.write(`${name}: ${message}\n`);
  });
};
