import { cn } from "./class-names.ts";

interface FilmFrameProps {
  /** Address of the picture; without one the frame is unexposed film. */
  src: string | undefined;
  /** Empty where a title beside it says the same. */
  alt?: string;
  isRunning?: boolean;
  className?: string;
}

/** One frame of film: the thumbnail of a video, or the holes of film that has not been exposed. */
export function FilmFrame({ src, alt = "", isRunning = false, className }: FilmFrameProps) {
  return (
    <span
      className={cn(
        "relative block aspect-[16/10] shrink-0 overflow-hidden rounded-sm border border-hairline bg-raised",
        src === undefined && "unexposed",
        isRunning && "[--lit:var(--color-lamp-wash)]",
        className,
      )}
    >
      {src !== undefined && (
        <img
          src={src}
          alt={alt}
          loading="lazy"
          decoding="async"
          className="absolute inset-0 size-full animate-arrive object-cover"
        />
      )}
    </span>
  );
}
