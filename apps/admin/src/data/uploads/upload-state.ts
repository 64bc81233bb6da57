/** How far an upload is. Sizes are in bytes. */
export type UploadState =
  | { status: "sending"; sentBytes: number; bytesPerSecond: number | null }
  /** The connection is gone; it goes on by itself. */
  | { status: "cut"; sentBytes: number }
  | { status: "stopped"; sentBytes: number }
  /** By the server, or because the session has ended; somebody may try again. */
  | { status: "refused"; sentBytes: number; message: string }
  /** `file` is the name of the upload, as a job has it. */
  | { status: "done"; file: string };
