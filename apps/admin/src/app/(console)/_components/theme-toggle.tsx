"use client";

import { IconButton } from "@spool/ui/button";
import { Contrast } from "lucide-react";
import { readTheme, themeCookie } from "../../../lib/theme.ts";

/** Turns film into paper and back. Remembered in a cookie, so that the next page comes in it at once. */
export function ThemeToggle() {
  return (
    <IconButton label="Switch between dark and light" onClick={switchTheme}>
      <Contrast aria-hidden="true" className="size-4" strokeWidth={1.75} />
    </IconButton>
  );
}

/** From film to paper, or from paper to film. */
export function switchTheme(): void {
  const root = document.documentElement;
  const theme = readTheme(root.dataset["theme"]);
  const isDark = theme === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
  const next = isDark ? "light" : "dark";
  root.dataset["theme"] = next;
  document.cookie = themeCookie(next);
}
