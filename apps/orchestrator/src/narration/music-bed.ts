import { SAMPLE_RATE_HZ } from "./pcm.ts";

interface Span {
  startSeconds: number;
  endSeconds: number;
}

/** Soft chords of four notes each, in hertz: A minor, F, C and G, one after the other. Made here, so nobody's licence. */
const CHORDS: readonly (readonly number[])[] = [
  [110, 220, 261.63, 329.63],
  [87.31, 174.61, 261.63, 349.23],
  [130.81, 196, 261.63, 329.63],
  [98, 196, 246.94, 293.66],
];
const CHORD_SECONDS = 6;
/** How long one chord takes to give way to the next. */
const BLEND_SECONDS = 1.5;

/** Of full scale: about -24 dB where nobody speaks, and 10 dB below that under a voice. */
const LEVEL = 0.06;
const DUCKED = 0.32;
/** The music steps back before the voice begins, and comes back after it has ended. */
const DUCK_SECONDS = 0.35;
const FADE_SECONDS = 2;

/**
 * A quiet bed of music under a video: the sample at an index, -32768 to 32767, at `SAMPLE_RATE_HZ`.
 *
 * @param speech When somebody speaks, in order: there the music is ducked.
 */
export function musicBed(speech: readonly Span[], durationSeconds: number): (index: number) => number {
  let next = 0;
  return (index) => {
    const now = index / SAMPLE_RATE_HZ;
    while (next + 1 < speech.length && now > (speech[next]?.endSeconds ?? 0) + DUCK_SECONDS) next += 1;
    const fade = Math.min(1, now / FADE_SECONDS, Math.max(0, durationSeconds - now) / FADE_SECONDS);
    return 32_767 * LEVEL * fade * duckingAt(now, speech[next], speech[next + 1]) * chordAt(now);
  };
}

/** 1 where nobody speaks, `DUCKED` under a voice, in between on the way. */
function duckingAt(now: number, ...spans: readonly (Span | undefined)[]): number {
  const near = spans.map((span) => {
    if (span === undefined) return 0;
    const away = Math.max(span.startSeconds - now, now - span.endSeconds, 0);
    return Math.max(0, 1 - away / DUCK_SECONDS);
  });
  return 1 - (1 - DUCKED) * Math.max(...near);
}

function chordAt(now: number): number {
  const position = now / CHORD_SECONDS;
  const at = Math.floor(position) % CHORDS.length;
  const left = CHORD_SECONDS * (1 - (position % 1));
  const present = notes(CHORDS[at] ?? [], now);
  if (left >= BLEND_SECONDS) return present;
  const share = left / BLEND_SECONDS;
  return share * present + (1 - share) * notes(CHORDS[(at + 1) % CHORDS.length] ?? [], now);
}

/** Each note is a sine with a little of its octave, breathing slowly. -1 to 1. */
function notes(frequencies: readonly number[], now: number): number {
  let sum = 0;
  for (const [voice, hz] of frequencies.entries()) {
    const breath = 0.8 + 0.2 * Math.sin(2 * Math.PI * (0.11 + 0.03 * voice) * now);
    const angle = 2 * Math.PI * hz * now;
    sum += breath * (Math.sin(angle) + 0.18 * Math.sin(2 * angle));
  }
  return sum / (1.18 * Math.max(1, frequencies.length));
}
