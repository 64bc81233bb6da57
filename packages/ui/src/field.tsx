import { cn } from "./class-names.ts";

interface FieldProps {
  /** Id of the control that the label belongs to. `<id>-help` and `<id>-error` describe it. */
  controlId: string;
  label: string;
  isRequired?: boolean;
  help?: string | undefined;
  error?: string | undefined;
  children: React.ReactNode;
  className?: string;
}

/** Label above, control, then what is wrong with it or, while nothing is, a word of help. */
export function Field({
  controlId,
  label,
  isRequired = false,
  help,
  error,
  children,
  className,
}: FieldProps) {
  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={controlId} className="font-medium">
          {label}
        </label>
        {!isRequired && <span className="text-xs text-ink-faint">optional</span>}
      </div>
      {children}
      {error === undefined ? (
        help !== undefined && (
          <p id={`${controlId}-help`} className="text-xs text-ink-faint">
            {help}
          </p>
        )
      ) : (
        <p id={`${controlId}-error`} role="alert" className="text-xs text-failed">
          {error}
        </p>
      )}
    </div>
  );
}

/** The attributes that tie a control to its {@link Field}. */
export function describedBy(controlId: string, help: string | undefined, error: string | undefined) {
  if (error !== undefined) return { "aria-invalid": true, "aria-describedby": `${controlId}-error` } as const;
  if (help !== undefined) return { "aria-describedby": `${controlId}-help` } as const;
  return {};
}

const CONTROL =
  "w-full rounded-md border border-edge bg-canvas px-3 text-ink placeholder:text-ink-faint transition-colors hover:border-ink-faint aria-invalid:border-failed";

export function TextInput({ className, ...rest }: React.ComponentProps<"input">) {
  return <input className={cn(CONTROL, "h-9", className)} {...rest} />;
}

export function TextArea({ className, ...rest }: React.ComponentProps<"textarea">) {
  return <textarea className={cn(CONTROL, "min-h-24 resize-y py-2 leading-5", className)} {...rest} />;
}

export function Select({ className, children, ...rest }: React.ComponentProps<"select">) {
  return (
    <select className={cn(CONTROL, "h-9 cursor-pointer pr-2", className)} {...rest}>
      {children}
    </select>
  );
}
