"use client";

import { parseUploadName } from "@spool/contracts/picture-source";
import { useQuery } from "@tanstack/react-query";
import { ImageOff } from "lucide-react";
import { useCallback, useState } from "react";
import { uploadedPictureQuery } from "../../../../../data/uploads/uploaded-picture-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";

interface PicturePreviewProps {
  /** Of a file that was chosen on this page. */
  previewUrl: string | undefined;
  /** An address or an upload; empty for neither. */
  file: string;
}

export function PicturePreview({ previewUrl, file }: PicturePreviewProps) {
  const upload = parseUploadName(file);
  if (previewUrl !== undefined) return <FramedAddress src={previewUrl} />;
  if (upload !== null) return <UploadedPicture objectName={upload.objectName} />;
  return <FramedAddress src={/^https?:/i.test(file) ? file : undefined} />;
}

function UploadedPicture({ objectName }: { objectName: string }) {
  const { data: bytes } = useQuery(uploadedPictureQuery(useSupabase(), objectName));
  const show = useCallback(
    (image: HTMLImageElement | null) => {
      if (image === null || bytes == null) return;
      const url = URL.createObjectURL(bytes);
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [bytes],
  );
  return (
    <Frame>
      {bytes == null ? <NoPicture /> : <img ref={show} alt="" className="size-full object-contain" />}
    </Frame>
  );
}

function FramedAddress({ src }: { src: string | undefined }) {
  const [brokenSrc, setBrokenSrc] = useState<string>();
  return (
    <Frame>
      {src === undefined || src === brokenSrc ? (
        <NoPicture />
      ) : (
        <img
          src={src}
          alt=""
          referrerPolicy="no-referrer"
          onError={() => setBrokenSrc(src)}
          className="size-full object-contain"
        />
      )}
    </Frame>
  );
}

/** What it shows is told by the name and the caption beside it. */
const Frame = ({ children }: { children: React.ReactNode }) => (
  <div className="flex h-16 w-24 shrink-0 items-center justify-center overflow-hidden rounded-md border bg-canvas">
    {children}
  </div>
);

const NoPicture = () => <ImageOff aria-hidden="true" className="size-5 text-ink-faint" strokeWidth={1.5} />;
