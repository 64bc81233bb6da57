import type { ExportFormat } from "./export-rows.ts";

/** Where an exported file goes, piece by piece. */
export interface FileSink {
  write: (piece: string) => Promise<void>;
  /** The file is whole. */
  close: () => Promise<void>;
  /** What was written of it is of no use. */
  abandon: () => Promise<void>;
}

const MIME: Record<ExportFormat, string> = { csv: "text/csv", json: "application/json" };

/** Only where the browser lets a page write to a file (Chromium): the types of TypeScript's DOM do not have it. */
interface FilePicker {
  showSaveFilePicker?: (options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }) => Promise<FileSystemFileHandle>;
}

/**
 * Asks where to write, where the browser can write as it goes; elsewhere the pieces become a download at the end.
 * Null when the reader thought better of it.
 */
export async function openFileSink(name: string, format: ExportFormat): Promise<FileSink | null> {
  const { showSaveFilePicker } = window as Window & FilePicker; // see FilePicker
  if (showSaveFilePicker === undefined) return downloadSink(name, format);
  try {
    const handle = await showSaveFilePicker({
      suggestedName: name,
      types: [{ description: format.toUpperCase(), accept: { [MIME[format]]: [`.${format}`] } }],
    });
    const file = await handle.createWritable();
    return { write: (piece) => file.write(piece), close: () => file.close(), abandon: () => file.abort() };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw error;
  }
}

function downloadSink(name: string, format: ExportFormat): FileSink {
  // Browsers keep what is in a Blob on disk once it is large.
  const pieces: Blob[] = [];
  return {
    write: (piece) => {
      pieces.push(new Blob([piece]));
      return Promise.resolve();
    },
    close: () => {
      const url = URL.createObjectURL(new Blob(pieces, { type: MIME[format] }));
      const link = document.createElement("a");
      link.href = url;
      link.download = name;
      link.click();
      // The download has begun by then; the address is not needed any more.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      return Promise.resolve();
    },
    abandon: () => {
      pieces.length = 0;
      return Promise.resolve();
    },
  };
}
