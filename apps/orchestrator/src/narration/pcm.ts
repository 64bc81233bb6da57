/** Rate of all narration here, in samples a second: mono, 16 bit. What neural voices give; the offline ones give less. */
export const SAMPLE_RATE_HZ = 24_000;

const WAV_HEADER_BYTES = 44;
/** Below this a sample counts as silence: about -46 dB of full scale. */
const SILENCE_LEVEL = 160;
/** Kept before and after what is heard, so that no consonant is clipped. */
const MARGIN_SAMPLES = 0.03 * SAMPLE_RATE_HZ;

/**
 * The samples of a WAV file (RIFF, PCM, 16 bit), mixed down to mono, at `SAMPLE_RATE_HZ`. Throws when it is none.
 * A length that a streaming writer left open (0 or 0xffffffff) reaches to the end of the file.
 */
export function samplesOfWav(wav: Buffer): Int16Array {
  if (wav.toString("latin1", 0, 4) !== "RIFF" || wav.toString("latin1", 8, 12) !== "WAVE") {
    throw new Error("It is no WAV file");
  }
  let form: { channels: number; rateHz: number } | undefined;
  for (let at = 12; at + 8 <= wav.length;) {
    const name = wav.toString("latin1", at, at + 4);
    const size = wav.readUInt32LE(at + 4);
    const body = at + 8;
    if (name === "fmt " && body + 16 <= wav.length) {
      if (wav.readUInt16LE(body) !== 1 || wav.readUInt16LE(body + 14) !== 16) {
        throw new Error("It is a WAV file of another form than 16-bit PCM");
      }
      form = { channels: wav.readUInt16LE(body + 2), rateHz: wav.readUInt32LE(body + 4) };
    } else if (name === "data" && form !== undefined) {
      const isOpen = size === 0 || size === 0xffffffff;
      return decode(wav.subarray(body, isOpen ? wav.length : body + size), form);
    }
    at = body + size + (size % 2);
  }
  throw new Error("It is a WAV file without sound in it");
}

function decode(body: Buffer, { channels, rateHz }: { channels: number; rateHz: number }): Int16Array {
  const samples = new Int16Array(Math.floor(body.length / 2 / channels));
  for (let index = 0; index < samples.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1)
      sum += body.readInt16LE((index * channels + channel) * 2);
    samples[index] = Math.round(sum / channels);
  }
  return resample(samples, rateHz);
}

const SINC_RADIUS = 8;

/** At `SAMPLE_RATE_HZ`, by a Hann-windowed sinc; what is above half of the lower rate goes. */
export function resample(samples: Int16Array, fromHz: number): Int16Array {
  if (fromHz === SAMPLE_RATE_HZ) return samples;
  const step = fromHz / SAMPLE_RATE_HZ;
  const cutoff = Math.min(1, 1 / step);
  const radius = SINC_RADIUS / cutoff;
  const result = new Int16Array(Math.floor(samples.length / step));
  for (let index = 0; index < result.length; index += 1) {
    const centre = index * step;
    let sum = 0;
    let weights = 0;
    for (
      let at = Math.max(0, Math.ceil(centre - radius));
      at <= centre + radius && at < samples.length;
      at += 1
    ) {
      const x = at - centre;
      const angle = Math.PI * x * cutoff;
      const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
      const weight = sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / radius));
      sum += (samples[at] ?? 0) * weight;
      weights += weight;
    }
    result[index] = Math.max(-32_768, Math.min(32_767, Math.round(weights === 0 ? 0 : sum / weights)));
  }
  return result;
}

/** Without the silence at both ends, which would put captions out of step. Empty when nothing is heard. */
export const trimSilence = (samples: Int16Array): Int16Array => trimmed(samples).samples;

/** The same with the number of samples that went from the front, for whoever has times in it. */
export function trimmed(samples: Int16Array): { samples: Int16Array; cutSamples: number } {
  const isHeard = (sample: number) => Math.abs(sample) > SILENCE_LEVEL;
  const first = samples.findIndex(isHeard);
  if (first < 0) return { samples: new Int16Array(0), cutSamples: 0 };
  const last = samples.findLastIndex(isHeard);
  const cutSamples = Math.max(0, first - MARGIN_SAMPLES);
  return { samples: samples.slice(cutSamples, Math.min(samples.length, last + MARGIN_SAMPLES)), cutSamples };
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
