import { cn } from "./class-names.ts";

interface FilmFrameProps {
  /** Address of the picture; without one the frame is unexposed film. */
  src: string | undefined;
  /** Empty where a title beside it says the same. */
  alt?: string;
  isRunning?: boolean;
  className?: string;
}

/** One frame of film: the thumbnail of a video between two rows of holes. */
export function FilmFrame({ src, alt = "", isRunning = false, className }: FilmFrameProps) {
  return (
    <span
      className={cn(
        "relative block aspect-[16/10] shrink-0 overflow-hidden rounded-sm border border-hairline bg-raised",
        className,
      )}
    >
      <span aria-hidden="true" className="perforated-x absolute inset-x-0 top-0 h-1 opacity-60" />
      <span aria-hidden="true" className="perforated-x absolute inset-x-0 bottom-0 h-1 opacity-60" />
      {src === undefined ? (
        <span
          aria-hidden="true"
          className={cn("absolute inset-x-0 inset-y-1", isRunning && "bg-lamp-wash")}
        />
      ) : (
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
