// Times as Blend writes them, for the page and its server.

/** A time of Blend's as a Date. Some times have no zone. We take them as UTC, because most others say UTC. */
export const dateOf = (text) => new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
