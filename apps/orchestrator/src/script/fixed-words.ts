import { ar } from "./fixed-words/ar.ts";
import { bn } from "./fixed-words/bn.ts";
import { de } from "./fixed-words/de.ts";
import { en } from "./fixed-words/en.ts";
import { es } from "./fixed-words/es.ts";
import { fr } from "./fixed-words/fr.ts";
import { hi } from "./fixed-words/hi.ts";
import { ta } from "./fixed-words/ta.ts";
import { te } from "./fixed-words/te.ts";
import { zh } from "./fixed-words/zh.ts";
import type { FixedWords } from "./fixed-words/wording.ts";

const WORDS: Readonly<Record<string, FixedWords>> = { en, hi, ar, bn, ta, te, es, fr, de, zh };

/** The words in a language; the English ones where there are none yet. */
export const fixedWords = (language: string): FixedWords =>
  WORDS[language.split("-")[0]?.toLowerCase() ?? ""] ?? en;
