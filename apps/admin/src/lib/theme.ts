const THEMES = ["dark", "light", "system"] as const;
export type Theme = (typeof THEMES)[number];

/** The cookie that remembers the theme, so that the server draws the right one from the first byte. */
export const THEME_COOKIE = "spool-theme";

const YEAR_SECONDS = 31_536_000;

/** The film is dark until somebody asks for paper. */
export function readTheme(cookie: string | undefined): Theme {
  return THEMES.find((theme) => theme === cookie) ?? "dark";
}

export const themeCookie = (theme: Theme): string =>
  `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
