/**
 * Ends a process in good order: on Ctrl-C, on SIGTERM, and when the process that started it is gone (it then
 * closes the channel between them). `stop` runs once; a terminal and npm may each pass the same signal on.
 * A further Ctrl-C after two seconds ends at once.
 */
export function onStop(stop: (reason: string) => Promise<void>): void {
  let begun: number | undefined;
  const begin = (reason: string) => {
    if (begun !== undefined) {
      if (reason === "SIGINT" && Date.now() - begun > 2_000) process.exit(130);
      return;
    }
    begun = Date.now();
    stop(reason).then(
      () => process.exit(process.exitCode ?? 0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => begin(signal));
  if (process.channel === undefined) return;
  process.on("disconnect", () => begin("the parent process ended"));
  // Listening for the end of the channel must not keep a finished process alive.
  process.channel?.unref();
}
