import type { VideoTheme } from "./video-themes.ts";

/** The few colours by which a person tells one look from another, as `#rrggbb`. */
interface ThemeColours {
  backgroundTop: string;
  backgroundBottom: string;
  text: string;
  textSoft: string;
  accent: string;
  panel: string;
}

/** For previews. What renders a video draws with these, and with more of its own. */
export const VIDEO_THEME_COLOURS: Readonly<Record<VideoTheme, ThemeColours>> = {
  night: {
    backgroundTop: "#11141b",
    backgroundBottom: "#0b0d12",
    text: "#f5f0e6",
    textSoft: "#b0b5bf",
    accent: "#ffb224",
    panel: "#1a1e27",
  },
  paper: {
    backgroundTop: "#fbf8f1",
    backgroundBottom: "#f4eee1",
    text: "#221f1a",
    textSoft: "#5d574c",
    accent: "#a8440c",
    panel: "#fffdf9",
  },
  chalk: {
    backgroundTop: "#1f3b34",
    backgroundBottom: "#172d27",
    text: "#f6f7f0",
    textSoft: "#c4d2c8",
    accent: "#ffdc73",
    panel: "#25463e",
  },
  sunrise: {
    backgroundTop: "#fff4e8",
    backgroundBottom: "#ffe1d8",
    text: "#34163c",
    textSoft: "#6a4668",
    accent: "#ae2457",
    panel: "#fffaf6",
  },
};
