"use client";

import { VIDEO_THEME_COLOURS } from "@spool/contracts/video-theme-colours";
import { VIDEO_THEMES, type VideoTheme } from "@spool/contracts/video-themes";
import { cn } from "@spool/ui/class-names";
import { useId } from "react";

interface ThemePickerProps {
  label: string;
  /** A theme, or empty for the standard one. */
  value: string;
  onChange: (theme: string) => void;
  error?: string | undefined;
}

/** The looks of a video as small pictures in their colours. The first is what one gets without choosing. */
export function ThemePicker({ label, value, onChange, error }: ThemePickerProps) {
  const name = useId();
  const chosen = value === "" ? VIDEO_THEMES[0] : value;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="grid grid-cols-4 gap-2">
        {VIDEO_THEMES.map((theme) => (
          <label
            key={theme}
            className={cn(
              "relative flex cursor-pointer flex-col gap-1 rounded-md border border-transparent p-1 text-center text-xs text-ink-soft hover:text-ink",
              "has-checked:border-lamp has-checked:bg-lamp-wash has-checked:font-medium has-checked:text-lamp",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-lamp",
            )}
          >
            <input
              type="radio"
              name={name}
              value={theme}
              checked={theme === chosen}
              onChange={() => onChange(theme)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            <Preview theme={theme} />
            {theme}
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p role="alert" className="mt-1 text-xs text-failed">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** A slide in miniature: a heading, a line beneath the accent, and a card. */
function Preview({ theme }: { theme: VideoTheme }) {
  const gradientId = useId();
  const { backgroundTop, backgroundBottom, text, textSoft, accent, panel } = VIDEO_THEME_COLOURS[theme];
  return (
    <svg viewBox="0 0 64 36" aria-hidden="true" className="w-full rounded-sm border border-hairline">
      <linearGradient id={gradientId} x2="0" y2="1">
        <stop stopColor={backgroundTop} />
        <stop offset="1" stopColor={backgroundBottom} />
      </linearGradient>
      <rect width="64" height="36" fill={`url(#${gradientId})`} />
      <rect x="6" y="6" width="9" height="2" rx="1" fill={accent} />
      <rect x="6" y="11" width="34" height="4" rx="1" fill={text} />
      <rect x="6" y="19" width="52" height="12" rx="2" fill={panel} />
      <rect x="9" y="22" width="2" height="2" rx="1" fill={accent} />
      <rect x="13" y="22" width="30" height="2" rx="1" fill={textSoft} />
      <rect x="9" y="26.5" width="2" height="2" rx="1" fill={accent} />
      <rect x="13" y="26.5" width="24" height="2" rx="1" fill={textSoft} />
    </svg>
  );
}
