// The repository has a lock file of its own, which Next would take for the project's.
export default { turbopack: { root: import.meta.dirname } };
