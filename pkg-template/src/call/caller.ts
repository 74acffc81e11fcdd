// The caller's line. An error that comes later knows it only if it was noted at the call.

import { isBlendError } from "../errors.js";

/**
 * Notes where a call is made. The returned function adds that place to the stack of an error, and returns the error.
 */
export function noteCaller(): (error: unknown) => unknown {
  // Its text is made only if it is needed: that takes longer than all the rest.
  const here = new Error();
  return (error) => {
    try {
      const frames = callerFrames(here.stack);
      const last = frames[frames.length - 1];
      if (isBlendError(error) && last && !error.stack?.includes(last))
        error.stack = [error.stack, "  of the call:", ...frames].join("\n");
    } catch {
      // `Error.prepareStackTrace` is the user's: a stack may be anything, and may throw.
    }
    return error;
  };
}

/** The frames of a stack behind those of this package's folder. A bundle may have all of them in one place. */
function callerFrames(stack = ""): string[] {
  const frames = stack.split("\n").filter((line) => /:\d+:\d+\)?$/.test(line));
  const [folder] = /[^\s(@]*\/(?=[^/]+$)/.exec(frames[0] ?? "") ?? [""];
  const first = frames.findIndex((frame) => !frame.includes(folder));
  return frames.slice(Math.max(first, 0));
}

/** The same method, whose errors know the caller's line. */
export function withCaller<T>(method: (...args: unknown[]) => Promise<T>): (...args: unknown[]) => Promise<T> {
  return (...args) => {
    const located = noteCaller();
    return method(...args).catch((error: unknown) => {
      throw located(error);
    });
  };
}
