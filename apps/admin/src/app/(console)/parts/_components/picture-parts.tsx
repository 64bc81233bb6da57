"use client";

import { FilmFrame } from "@spool/ui/film-frame";
import { VideoPlayer } from "@spool/ui/video-player";
import { useState } from "react";
import { Button } from "@spool/ui/button";
import { Part } from "./part.tsx";
import { recordTestPicture } from "./record-test-picture.ts";

const PICTURE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 10"><rect width="16" height="10" fill="#31709c"/><circle cx="8" cy="5" r="3" fill="#ffb44c"/></svg>',
)}`;

/** Frames and films. The film is recorded here when asked for, so that no file has to be kept for it. */
export function PictureParts() {
  const [film, setFilm] = useState<{ url: string } | "none" | "recording">("none");
  return (
    <>
      <Part name="FilmFrame">
        <FilmFrame src={undefined} className="w-24" />
        <FilmFrame src={undefined} isRunning className="w-24" />
        <FilmFrame src={PICTURE} alt="A lamp on blue" className="w-24" />
      </Part>
      <Part name="VideoPlayer">
        {film === "none" || film === "recording" ? (
          <Button
            isBusy={film === "recording"}
            onClick={() => {
              setFilm("recording");
              void recordTestPicture().then((url) => setFilm({ url }));
            }}
          >
            Record a second and play it
          </Button>
        ) : (
          <div className="aspect-video w-80">
            <VideoPlayer src={film.url} title="A test picture" posterUrl={PICTURE} />
          </div>
        )}
      </Part>
    </>
  );
}
