// Files that the build takes in as text.

declare module "*.html" {
  const text: string;
  export default text;
}

declare module "*.css" {
  const text: string;
  export default text;
}

declare module "*/page.mjs" {
  const text: string;
  export default text;
}
