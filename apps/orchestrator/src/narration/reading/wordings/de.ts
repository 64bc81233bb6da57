import type { Wording } from "./wording.ts";

export const de: Wording = {
  range: "{} bis {}",
  percent: "{} Prozent",
  units: {
    "°C": "{} Grad Celsius",
    "km/h": "{} Kilometer pro Stunde",
    "m/s": "{} Meter pro Sekunde",
    "km²": "{} Quadratkilometer",
    km: "{} Kilometer",
    cm: "{} Zentimeter",
    mm: "{} Millimeter",
    m: "{} Meter",
    kg: "{} Kilogramm",
    g: "{} Gramm",
  },
  currencies: { "₹": "{} Rupien", $: "{} Dollar", "€": "{} Euro", "£": "{} Pfund" },
  plus: "plus",
  minus: "minus",
  equals: "gleich",
  times: "mal",
};
