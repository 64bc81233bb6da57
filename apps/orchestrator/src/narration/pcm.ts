/** Rate of flite's voices, in samples a second. All narration here is mono, 16 bit, at this rate. */
export const SAMPLE_RATE_HZ = 16_000;

const WAV_HEADER_BYTES = 44;
/** Below this a sample counts as silence: about -46 dB of full scale. */
const SILENCE_LEVEL = 160;
/** Kept before and after what is heard, so that no consonant is clipped. */
const MARGIN_SAMPLES = 0.03 * SAMPLE_RATE_HZ;

/** The samples of a WAV file as flite writes it. Throws when it is not one. */
export function samplesOfWav(wav: Buffer): Int16Array {
  if (wav.toString("latin1", 0, 4) !== "RIFF" || wav.length < WAV_HEADER_BYTES)
    throw new Error("flite gave no WAV file");
  if (wav.readUInt32LE(24) !== SAMPLE_RATE_HZ || wav.readUInt16LE(22) !== 1 || wav.readUInt16LE(34) !== 16) {
    throw new Error("flite gave a WAV file of another form");
  }
  const body = wav.subarray(WAV_HEADER_BYTES);
  const samples = new Int16Array(Math.floor(body.length / 2));
  for (let index = 0; index < samples.length; index += 1) samples[index] = body.readInt16LE(index * 2);
  return samples;
}

/** Without the silence at both ends, which would put captions out of step. Empty when nothing is heard. */
export function trimSilence(samples: Int16Array): Int16Array {
  const isHeard = (sample: number) => Math.abs(sample) > SILENCE_LEVEL;
  const first = samples.findIndex(isHeard);
  if (first < 0) return new Int16Array(0);
  const last = samples.findLastIndex(isHeard);
  return samples.slice(Math.max(0, first - MARGIN_SAMPLES), Math.min(samples.length, last + MARGIN_SAMPLES));
}

export const secondsOfSamples = (samples: Int16Array): number => samples.length / SAMPLE_RATE_HZ;

/** A WAV file's first 44 bytes for that many samples. */
export function wavHeader(sampleCount: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + sampleCount * 2, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // mono
  header.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  header.writeUInt32LE(SAMPLE_RATE_HZ * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(sampleCount * 2, 40);
  return header;
}
