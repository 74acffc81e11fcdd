/** The engine in plain JavaScript needs nothing but memory. */
export const loadHint = (): string => "the engine needs two megabytes of memory; free some and call again";
