interface FilterTokenProps {
  field: string;
  value: string;
  onRemove: () => void;
}

/** One condition of a filter, with the way to be rid of it. */
export function FilterToken({ field, value, onRemove }: FilterTokenProps) {
  return (
    <span className="inline-flex h-7 animate-arrive items-center rounded-md border border-edge bg-raised pl-2.5 text-xs">
      <span className="text-ink-faint">{field}:</span>
      <span className="pl-0.5">{value}</span>
      <button
        type="button"
        onClick={onRemove}
        aria-label={`Remove filter ${field}: ${value}`}
        className="ml-1 grid h-full w-7 place-items-center text-ink-faint hover:text-ink"
      >
        ×
      </button>
    </span>
  );
}
