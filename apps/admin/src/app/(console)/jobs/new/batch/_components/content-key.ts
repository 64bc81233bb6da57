/**
 * A short name for a content: the same content has the same name, and two of a million others hardly ever do (106 bits).
 *
 * Not for secrets. `crypto.subtle` would do it better, and is not there where a console is served without TLS.
 * The mixing is cyrb53 (bryc, public domain), with two seeds.
 */
export function contentKey(content: unknown): string {
  const text = JSON.stringify(content);
  return `${mix(text, 0x5eed)}${mix(text, 0x700f)}`;
}

function mix(text: string, seed: number): string {
  let one = 0xdeadbeef ^ seed;
  let two = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 2_654_435_761);
    two = Math.imul(two ^ code, 1_597_334_677);
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(two ^ (two >>> 13), 3_266_489_909);
  two = Math.imul(two ^ (two >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & two) + (one >>> 0)).toString(36).padStart(11, "0");
}
