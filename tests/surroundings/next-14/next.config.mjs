// The repository has its own rules for ESLint, which Next would apply to the copy of the app.
export default { eslint: { ignoreDuringBuilds: true } };
