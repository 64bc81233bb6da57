/**
 * Raw I420 frames as a Matroska stream, so that each frame brings its own time.
 *
 * A bare rawvideo pipe has a fixed rate: what stands still would have to be sent again and again. In Matroska a
 * frame is sent when the picture changes, and ffmpeg keeps the times.
 */

const UNKNOWN_SIZE = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
const TICK_NANOSECONDS = 1_000_000; // a block's time is counted in these: milliseconds

/** The bytes before the first frame. `fps` is the grid on which frame times lie, not how many there are. */
export function matroskaHeader(frame: { widthPx: number; heightPx: number; fps: number }): Buffer {
  const ebml = element(0x1a45dfa3, [
    element(0x4286, uint(1)),
    element(0x42f7, uint(1)),
    element(0x42f2, uint(4)),
    element(0x42f3, uint(8)),
    element(0x4282, Buffer.from("matroska")),
    element(0x4287, uint(4)),
    element(0x4285, uint(2)),
  ]);
  const video = element(0xe0, [
    element(0xb0, uint(frame.widthPx)),
    element(0xba, uint(frame.heightPx)),
    element(0x2eb524, Buffer.from("I420")),
  ]);
  const track = element(0xae, [
    element(0xd7, uint(1)), // number
    element(0x73c5, uint(1)), // uid
    element(0x83, uint(1)), // video
    element(0x9c, uint(0)), // no lacing
    element(0x23e383, uint(Math.round(1e9 / frame.fps))), // default duration, in nanoseconds
    element(0x86, Buffer.from("V_UNCOMPRESSED")),
    video,
  ]);
  const info = element(0x1549a966, [
    element(0x2ad7b1, uint(TICK_NANOSECONDS)),
    element(0x4d80, Buffer.from("spool")),
    element(0x5741, Buffer.from("spool")),
  ]);
  const segment = Buffer.concat([idBytes(0x18538067), UNKNOWN_SIZE]);
  return Buffer.concat([ebml, segment, info, element(0x1654ae6b, track)]);
}

/** The bytes that come before a frame's own `sizeBytes`: a cluster for it alone, so that no time runs out of range. */
export function matroskaFrameHeader(atSeconds: number, sizeBytes: number): Buffer {
  const time = element(0xe7, uint(Math.round(atSeconds * 1000)));
  const block = Buffer.from([0x81, 0x00, 0x00, 0x80]); // track 1, no offset from the cluster, keyframe
  const blockHead = Buffer.concat([idBytes(0xa3), size(block.length + sizeBytes), block]);
  return Buffer.concat([
    idBytes(0x1f43b675),
    size(time.length + blockHead.length + sizeBytes),
    time,
    blockHead,
  ]);
}

function element(id: number, content: Buffer | readonly Buffer[]): Buffer {
  const body = Buffer.isBuffer(content) ? content : Buffer.concat(content);
  return Buffer.concat([idBytes(id), size(body.length), body]);
}

function idBytes(id: number): Buffer {
  return uint(id);
}

/** Always eight bytes long, which is legal and saves choosing. */
function size(bytes: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(bytes) | (1n << 56n));
  return buffer;
}

/** Big endian, in as few bytes as hold it. */
function uint(value: number): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}
