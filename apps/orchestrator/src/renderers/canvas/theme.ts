import type { VideoTheme } from "@spool/contracts/video-themes";

/** The colours of a video, as `#rrggbb` unless said otherwise. Texts have a contrast of 4.5 to 1 on everything they lie on. */
export interface Theme {
  backgroundTop: string;
  backgroundBottom: string;
  /** Red, green and blue of the light in the corner. */
  glow: string;
  glowStrength: number;
  /** Cards, and what divides them. */
  panel: string;
  hairline: string;
  perforation: string;
  text: string;
  /** What has been said, captions of charts, sources. */
  textSoft: string;
  accent: string;
  accentSoft: string;
  /** Text on the accent. */
  onAccent: string;
  /** The right answer, and text on it. */
  right: string;
  onRight: string;
  captionPlate: string;
  captionText: string;
  captionWord: string;
  /** Bars, lines, slices, columns: told apart also where colours are not, by their order and labels. */
  series: readonly string[];
  code: { keyword: string; string: string; number: string; comment: string; name: string };
}

export const THEMES: Record<VideoTheme, Theme> = {
  /** A dark room, warm paper, and the amber of a projector's lamp. */
  night: {
    backgroundTop: "#11141b",
    backgroundBottom: "#0b0d12",
    glow: "255, 166, 40",
    glowStrength: 1,
    panel: "#1a1e27",
    hairline: "#2c313c",
    perforation: "#1b1f28",
    text: "#f5f0e6",
    textSoft: "#b0b5bf",
    accent: "#ffb224",
    accentSoft: "#3a2d14",
    onAccent: "#17130a",
    right: "#4cc38a",
    onRight: "#06170e",
    captionPlate: "#050609",
    captionText: "#ffffff",
    captionWord: "#ffc453",
    series: ["#ffb224", "#6cb8ff", "#7fd8a4", "#f58fb5", "#c4a8ff", "#ffd9a0", "#8fe3e8", "#d6dae2"],
    code: { keyword: "#f58fb5", string: "#7fd8a4", number: "#ffc453", comment: "#9298a5", name: "#6cb8ff" },
  },
  /** Ink on warm paper. */
  paper: {
    backgroundTop: "#fbf8f1",
    backgroundBottom: "#f4eee1",
    glow: "255, 214, 150",
    glowStrength: 0.9,
    panel: "#fffdf9",
    hairline: "#ddd3c0",
    perforation: "#ece4d4",
    text: "#221f1a",
    textSoft: "#5d574c",
    accent: "#a8440c",
    accentSoft: "#f6e0cf",
    onAccent: "#fff9f2",
    right: "#1d6b45",
    onRight: "#f3fff8",
    captionPlate: "#26221c",
    captionText: "#fffaf0",
    captionWord: "#ffc98a",
    series: ["#c2560f", "#22618f", "#2f7a4f", "#9a3b6b", "#6a4fa3", "#8a6a1c", "#1d7780", "#5d574c"],
    code: { keyword: "#9a2f62", string: "#2a6b3f", number: "#9a4a08", comment: "#6b6458", name: "#1f5a8a" },
  },
  /** Chalk on a green board. */
  chalk: {
    backgroundTop: "#1f3b34",
    backgroundBottom: "#172d27",
    glow: "200, 255, 220",
    glowStrength: 0.35,
    panel: "#25463e",
    hairline: "#3f6358",
    perforation: "#26463d",
    text: "#f6f7f0",
    textSoft: "#c4d2c8",
    accent: "#ffdc73",
    accentSoft: "#3d4f35",
    onAccent: "#1d2413",
    right: "#9be8b4",
    onRight: "#0b2416",
    captionPlate: "#0d1b17",
    captionText: "#ffffff",
    captionWord: "#ffe08a",
    series: ["#ffdc73", "#8fd3ff", "#ffb3a1", "#a8ebb9", "#e3c2ff", "#ffffff", "#9fe9e2", "#ffc9de"],
    code: { keyword: "#ffb3a1", string: "#a8ebb9", number: "#ffdc73", comment: "#b2c4b9", name: "#8fd3ff" },
  },
  /** A warm sky with plum letters. */
  sunrise: {
    backgroundTop: "#fff4e8",
    backgroundBottom: "#ffe1d8",
    glow: "255, 150, 90",
    glowStrength: 1.2,
    panel: "#fffaf6",
    hairline: "#f0c9bd",
    perforation: "#fbd9cc",
    text: "#34163c",
    textSoft: "#6a4668",
    accent: "#ae2457",
    accentSoft: "#ffdbe0",
    onAccent: "#fff6f8",
    right: "#1d6b4d",
    onRight: "#f1fff8",
    captionPlate: "#34163c",
    captionText: "#fffaf6",
    captionWord: "#ffc2a3",
    series: ["#c22d63", "#5b4bb5", "#c2560f", "#22706b", "#8b3a9c", "#8a6414", "#2b64a3", "#6a4668"],
    code: { keyword: "#ae2457", string: "#22695b", number: "#a3470b", comment: "#785874", name: "#4a3fa8" },
  },
};
