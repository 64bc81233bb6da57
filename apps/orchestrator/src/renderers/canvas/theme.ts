/** A dark room, warm paper, and the amber of a projector's lamp. */
export const THEME = {
  backgroundTop: "#11141b",
  backgroundBottom: "#0b0d12",
  panel: "rgba(255, 255, 255, 0.045)",
  hairline: "rgba(255, 255, 255, 0.11)",
  perforation: "rgba(255, 255, 255, 0.055)",
  text: "#f5f0e6",
  textSpoken: "#aeb2bb",
  textDim: "#8b909c",
  accent: "#ffb224",
  accentSoft: "rgba(255, 178, 36, 0.16)",
  /** Red, green and blue of the lamp. */
  glow: "255, 166, 40",
  captionPlate: "rgba(4, 5, 8, 0.78)",
} as const;
