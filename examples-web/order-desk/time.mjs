// Times as Blend writes them, for the page and its server.

/** A time of Blend's as a Date. Some have no zone: they are taken as UTC, as most of the others say that they are. */
export const dateOf = (text) => new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
