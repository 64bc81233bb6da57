import { cloneElement, isValidElement } from "react";
import { cn } from "./class-names.ts";

type Variant = "primary" | "outline" | "ghost" | "danger";

const VARIANT: Record<Variant, string> = {
  primary: "bg-lamp-fill text-lamp-ink font-medium hover:brightness-105 active:brightness-95",
  outline: "border border-edge text-ink hover:bg-hover",
  /** For what cannot be undone. */
  danger: "border border-failed/60 text-failed hover:bg-failed-wash",
  ghost: "text-ink-soft hover:bg-hover hover:text-ink",
};

interface ButtonProps extends React.ComponentProps<"button"> {
  variant?: Variant;
  /** Draws its only child, a link for instance, as the button. What the child says of itself holds. */
  asChild?: boolean;
  isBusy?: boolean;
}

export function Button({
  variant = "outline",
  asChild = false,
  isBusy = false,
  className,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  const look = cn(
    "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md px-3 whitespace-nowrap",
    "transition-[background-color,filter,border-color] duration-150 select-none disabled:opacity-50",
    VARIANT[variant],
    className,
  );
  if (asChild) {
    if (!isValidElement<{ className?: string }>(children)) return null;
    return cloneElement(children, {
      ...rest,
      ...children.props,
      className: cn(look, children.props.className),
    });
  }
  return (
    <button type="button" disabled={disabled ?? isBusy} aria-busy={isBusy} className={look} {...rest}>
      {children}
    </button>
  );
}

/** A square button with a picture on it. `label` is what it says to those who cannot see it. */
export function IconButton({
  label,
  className,
  ...rest
}: Omit<ButtonProps, "aria-label"> & { label: string }) {
  return (
    <Button
      variant="ghost"
      aria-label={label}
      title={label}
      className={cn("size-8 px-0", className)}
      {...rest}
    />
  );
}
