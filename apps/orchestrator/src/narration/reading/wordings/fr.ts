import type { Wording } from "./wording.ts";

export const fr: Wording = {
  range: "{} à {}",
  percent: "{} pour cent",
  units: {
    "°C": "{} degrés Celsius",
    "km/h": "{} kilomètres à l'heure",
    "m/s": "{} mètres par seconde",
    "km²": "{} kilomètres carrés",
    km: "{} kilomètres",
    cm: "{} centimètres",
    mm: "{} millimètres",
    m: "{} mètres",
    kg: "{} kilogrammes",
    g: "{} grammes",
  },
  currencies: { "₹": "{} roupies", $: "{} dollars", "€": "{} euros", "£": "{} livres" },
  plus: "plus",
  minus: "moins",
  equals: "égale",
  times: "fois",
};
