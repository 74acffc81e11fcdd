/** The engine in plain JavaScript needs nothing but a megabyte. */
export const loadHint = (): string => "it needs one or two megabytes of memory; free some and call again";
