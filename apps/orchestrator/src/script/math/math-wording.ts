import { ar } from "./wordings/ar.ts";
import { de } from "./wordings/de.ts";
import { en } from "./wordings/en.ts";
import { es } from "./wordings/es.ts";
import { fr } from "./wordings/fr.ts";
import { hi } from "./wordings/hi.ts";
import { zh } from "./wordings/zh.ts";
import type { MathWording } from "./wordings/wording.ts";

const WORDINGS: Readonly<Record<string, MathWording>> = { en, hi, es, fr, de, ar, zh };

/** What a language says; English where it is not known how it does. */
export function mathWording(language: string): MathWording {
  const own = WORDINGS[language.split("-")[0]?.toLowerCase() ?? ""] ?? en;
  return own === en ? en : { ...own, operators: { ...en.operators, ...own.operators } };
}
