"use client";

import {
  MediaCaptionsButton,
  MediaControlBar,
  MediaController,
  MediaFullscreenButton,
  MediaMuteButton,
  MediaPlayButton,
  MediaTimeDisplay,
  MediaTimeRange,
} from "media-chrome/react";
import { cn } from "./class-names.ts";

interface VideoPlayerProps {
  src: string;
  title: string;
  posterUrl?: string | undefined;
  /** WebVTT, in the video's language. */
  captionsUrl?: string | undefined;
  onError?: () => void;
  className?: string;
}

const COLOURS = {
  "--media-primary-color": "#f4f1ea",
  "--media-secondary-color": "transparent",
  "--media-control-hover-background": "rgb(255 255 255 / 0.12)",
  "--media-range-bar-color": "var(--color-lamp-fill)",
  "--media-range-thumb-background": "var(--color-lamp-fill)",
  "--media-font-family": "var(--font-sans)",
  "--media-control-height": "20px",
  "--media-control-padding": "10px",
  "--media-font-size": "12px",
} as React.CSSProperties; // custom properties are not in React's type of a style

/** The elements name themselves buttons, for which what they then say about themselves is not allowed. */
const asRole = (role: string) => (element: HTMLElement | null) => element?.setAttribute("role", role);
const asSwitch = asRole("switch");
const asTimer = asRole("timer");

/** A finished video with its captions, and keys for all of it: space, arrows, m, f, c. */
export function VideoPlayer({ src, title, posterUrl, captionsUrl, onError, className }: VideoPlayerProps) {
  return (
    <MediaController className={cn("block size-full bg-[#000]", className)} style={COLOURS}>
      <video
        slot="media"
        data-testid="job-video"
        aria-label={title}
        src={src}
        {...(posterUrl === undefined ? {} : { poster: posterUrl })}
        // Captions from another origin are only read when the whole element asks for CORS.
        crossOrigin="anonymous"
        preload="metadata"
        playsInline
        onError={onError}
      >
        {captionsUrl !== undefined && (
          <track kind="captions" src={captionsUrl} srcLang="en" label="Captions" />
        )}
      </video>
      <MediaControlBar className="bg-gradient-to-t from-[rgb(0_0_0/0.7)] to-transparent">
        <MediaPlayButton />
        <MediaMuteButton />
        <MediaTimeRange />
        <MediaTimeDisplay showDuration noToggle ref={asTimer} />
        {captionsUrl !== undefined && <MediaCaptionsButton ref={asSwitch} />}
        <MediaFullscreenButton />
      </MediaControlBar>
    </MediaController>
  );
}
