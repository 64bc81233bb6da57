/** How a text is read into sentences and shapes. */
export interface ReadingRules {
  /** Makes a piece of the text safe to show; line breaks stay when asked for. */
  clean: (raw: string, keepLines: boolean) => string;
  cleanCode: (raw: string) => string;
  language: string;
  /** Whether the subject asks for a comparison. */
  isComparing: boolean;
  notify: (notice: string) => void;
}
