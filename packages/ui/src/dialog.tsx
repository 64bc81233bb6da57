"use client";

import { Dialog as Primitive } from "radix-ui";
import { IconButton } from "./button.tsx";
import { cn } from "./class-names.ts";

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** A sentence under the title; it is read out when the dialog opens. */
  description?: React.ReactNode;
  children?: React.ReactNode;
  /** The buttons, at the right; the one that goes on comes last. */
  footer?: React.ReactNode;
  className?: string;
}

/** Asks for something before anything else goes on. Escape, the cross and a click beside it close it. */
export function Dialog({ isOpen, onClose, title, description, children, footer, className }: DialogProps) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-arrive bg-[rgb(5_6_9/0.55)]" />
        <Primitive.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={cn(
            "fixed top-1/2 left-1/2 z-50 flex max-h-[min(44rem,92dvh)] w-[min(30rem,94vw)] -translate-1/2 flex-col rounded-lg border border-edge bg-raised shadow-xl shadow-shade",
            className,
          )}
        >
          <header className="flex items-start justify-between gap-3 px-5 pt-4">
            <Primitive.Title className="min-w-0 pt-1 text-md font-semibold break-words">
              {title}
            </Primitive.Title>
            <Primitive.Close asChild>
              <IconButton label="Close" className="-mr-2">
                <span aria-hidden="true" className="text-md">
                  ×
                </span>
              </IconButton>
            </Primitive.Close>
          </header>
          {description !== undefined && (
            <Primitive.Description className="px-5 pt-1 text-ink-soft">{description}</Primitive.Description>
          )}
          {children !== undefined && (
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-4">{children}</div>
          )}
          <footer className="flex flex-wrap justify-end gap-2 px-5 py-4">{footer}</footer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
