// The repository has a lock file of its own, which Next would take for the project's, and its own rules for ESLint.
export default { turbopack: { root: import.meta.dirname }, eslint: { ignoreDuringBuilds: true } };
