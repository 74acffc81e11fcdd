// Reports what went wrong behind a handler, without what may hold a patient's data.

/** Returns a function that never throws. By default it logs the error's class. */
export function reporter<About>(
  name: string,
  onError: (error: unknown, about: About) => unknown = (error) =>
    console.error(`blend-sdk: ${name}: ${classOf(error)}. Use onError to see it`),
): (error: unknown, about: About) => void {
  return (error, about) =>
    void Promise.resolve()
      .then(() => onError(error, about))
      .catch(() => {});
}

/** The name of an error's class; anything else may be a text of the user's. */
export function classOf(error: unknown): string {
  const { name } = (error ?? {}) as Error;
  return /^\w{0,30}Error$/.test(name) ? name : "error";
}
