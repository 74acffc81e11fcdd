// Reports what went wrong behind a handler, without what may hold a patient's data.

type OnError<About> = (error: unknown, about: About) => unknown;

/** The same function, which neither throws nor rejects: a report must not change the answer. */
export const reporter =
  <About>(onError: OnError<About>): OnError<About> =>
  async (error, about) => {
    try {
      await onError(error, about);
    } catch {
      // There is nobody else to report to.
    }
  };

/** Logs the class of an error, for a handler without `onError`. */
export const logsFor =
  (name: string) =>
  (error: unknown): void =>
    console.error(`blend-sdk: ${name}: ${classOf(error)}. Use onError to see it`);

/** The name of an error's class; anything else may be a text of the user's. */
export function classOf(error: unknown): string {
  const { name } = (error ?? {}) as Error;
  return /^\w{0,30}Error$/.test(name) ? name : "error";
}
