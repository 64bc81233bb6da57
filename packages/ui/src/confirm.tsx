"use client";

import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

interface ConfirmProps {
  isOpen: boolean;
  onClose: () => void;
  /** Names the thing. */
  title: string;
  /** What goes with it, and that it does not come back. */
  description: string;
  /** The verb, with its object, as the button that asked had it. */
  verb: string;
  onConfirm: () => void;
  isBusy: boolean;
  children?: React.ReactNode;
}

/** Asks once more before what cannot be undone. */
export function Confirm({
  isOpen,
  onClose,
  title,
  description,
  verb,
  onConfirm,
  isBusy,
  children,
}: ConfirmProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" isBusy={isBusy} onClick={onConfirm}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
