import type { Wording } from "./wording.ts";

export const es: Wording = {
  range: "{} a {}",
  percent: "{} por ciento",
  units: {
    "°C": "{} grados Celsius",
    "km/h": "{} kilómetros por hora",
    "m/s": "{} metros por segundo",
    "km²": "{} kilómetros cuadrados",
    km: "{} kilómetros",
    cm: "{} centímetros",
    mm: "{} milímetros",
    m: "{} metros",
    kg: "{} kilogramos",
    g: "{} gramos",
  },
  currencies: { "₹": "{} rupias", $: "{} dólares", "€": "{} euros", "£": "{} libras" },
  plus: "más",
  minus: "menos",
  equals: "es igual a",
  times: "por",
};
