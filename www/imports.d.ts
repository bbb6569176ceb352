/** What the plugins in `scripts/vite/` give. */

declare module '*?text' {
  const code: string;
  export default code;
}

declare module '*?gzip-size' {
  const bytes: number;
  export default bytes;
}

declare module '*.json?only=photos,strip,place,triptych,scale,fit,controls,unused,look,region,map,poster' {
  const phrases: Record<string, string>;
  export default phrases;
}
