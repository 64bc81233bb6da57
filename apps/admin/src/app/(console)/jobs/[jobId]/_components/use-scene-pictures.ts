"use client";

import { useEffect, useState } from "react";

const PICTURE_WIDTH_PX = 320;
/** Before the end of a scene all of it is in sight; at the end the next one moves in. */
const BEFORE_END_SECONDS = 0.6;

interface Span {
  startSeconds: number;
  endSeconds: number;
}

/**
 * One picture a scene, by its index, taken from the video itself by a player that nobody sees. They come one after the
 * other; a video that cannot be read gives none.
 */
export function useScenePictures(
  videoUrl: string | null | undefined,
  scenes: readonly Span[],
): ReadonlyMap<number, string> {
  const [pictures, setPictures] = useState<ReadonlyMap<number, string>>(new Map());

  useEffect(() => {
    if (videoUrl == null) return;
    const abort = new AbortController();
    const urls: string[] = [];
    const video = document.createElement("video");
    video.crossOrigin = "anonymous";
    video.muted = true;
    video.preload = "auto";
    video.src = videoUrl;

    void (async () => {
      for (const [index, { startSeconds, endSeconds }] of scenes.entries()) {
        const picture = await pictureAt(
          video,
          Math.max((startSeconds + endSeconds) / 2, endSeconds - BEFORE_END_SECONDS),
          abort.signal,
        );
        if (abort.signal.aborted || picture === null) return;
        const url = URL.createObjectURL(picture);
        urls.push(url);
        setPictures((held) => new Map(held).set(index, url));
      }
    })();

    return () => {
      abort.abort();
      video.removeAttribute("src");
      video.load();
      for (const url of urls) URL.revokeObjectURL(url);
    };
  }, [videoUrl, scenes]);

  return pictures;
}

async function pictureAt(
  video: HTMLVideoElement,
  seconds: number,
  signal: AbortSignal,
): Promise<Blob | null> {
  const isThere = new Promise<boolean>((resolve) => {
    video.addEventListener("seeked", () => resolve(true), { once: true, signal });
    video.addEventListener("error", () => resolve(false), { once: true, signal });
    signal.addEventListener("abort", () => resolve(false), { once: true });
  });
  video.currentTime = seconds;
  if (!(await isThere)) return null;
  const canvas = document.createElement("canvas");
  canvas.width = PICTURE_WIDTH_PX;
  canvas.height = Math.round((PICTURE_WIDTH_PX * video.videoHeight) / Math.max(1, video.videoWidth));
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.8));
}
