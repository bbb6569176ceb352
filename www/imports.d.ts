/** What the plugins in `scripts/vite/` give. */

declare module '*?text' {
  const code: string;
  export default code;
}

declare module '*?gzip-size' {
  const bytes: number;
  export default bytes;
}

/** Part of a table of phrases. */
declare module '*&phrases' {
  const phrases: Record<string, string>;
  export default phrases;
}
