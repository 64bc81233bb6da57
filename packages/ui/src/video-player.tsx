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
  /** WebVTT with the title of each chapter; they divide the line of time. */
  chaptersUrl?: string | undefined;
  /** BCP 47 tag of the captions. */
  language?: string | undefined;
  /** The element itself, for whoever moves it from outside. */
  videoRef?: React.Ref<HTMLVideoElement>;
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
  "--media-control-padding": "10px 6px",
  "--media-range-padding": "10px",
  "--media-font-size": "12px",
} as React.CSSProperties; // custom properties are not in React's type of a style

/** The elements name themselves buttons, for which what they then say about themselves is not allowed. */
const asRole = (role: string) => (element: HTMLElement | null) => element?.setAttribute("role", role);
const asSwitch = asRole("switch");
const asTimer = asRole("timer");

/** A finished video with its captions, and keys for all of it: space, arrows, m, f, c. */
export function VideoPlayer(props: VideoPlayerProps) {
  const {
    src,
    title,
    posterUrl,
    captionsUrl,
    chaptersUrl,
    language = "en",
    videoRef,
    onError,
    className,
  } = props;
  return (
    <MediaController
      // Its own sheet of keys would come over the console's, which names them.
      hotkeys="noshift+/"
      className={cn("block size-full bg-[#000]", className)}
      style={COLOURS}
    >
      <video
        ref={videoRef}
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
          <track kind="captions" src={captionsUrl} srcLang={language} label="Captions" />
        )}
        {chaptersUrl !== undefined && (
          <track kind="chapters" src={chaptersUrl} srcLang={language} label="Chapters" default />
        )}
      </video>
      <MediaControlBar className="gap-1 bg-gradient-to-t from-[rgb(0_0_0/0.95)] via-[rgb(0_0_0/0.9)] to-transparent px-2 pt-8">
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
