import { VIDEO_THEME_COLOURS } from "@spool/contracts/video-theme-colours";
import { VIDEO_THEMES } from "@spool/contracts/video-themes";
import { expect, test } from "vitest";
import { THEMES } from "./theme.ts";

test.each(VIDEO_THEMES)("the preview of %s has the colours that are drawn", (theme) => {
  expect(THEMES[theme]).toMatchObject(VIDEO_THEME_COLOURS[theme]);
});
