"use client";

import { Button } from "@spool/ui/button";
import { Confirm } from "@spool/ui/confirm";
import { Dialog } from "@spool/ui/dialog";
import {
  Menu,
  MenuCheck,
  MenuChoice,
  MenuItem,
  MenuLabel,
  MenuLink,
  MenuSeparator,
  MenuSub,
} from "@spool/ui/menu";
import { useCopied } from "@spool/ui/use-copied";
import { useState } from "react";
import { Part } from "./part.tsx";

const THANKS_MS = 1_500;
const ORDERS = [
  { value: "newest", label: "Newest first" },
  { value: "oldest", label: "Oldest first" },
] as const;

/** What opens over the page; it takes the page's own theme. */
export function OverlayParts() {
  const [open, setOpen] = useState<"dialog" | "confirm" | null>(null);
  const [order, setOrder] = useState<(typeof ORDERS)[number]["value"]>("newest");
  const [isChecked, setIsChecked] = useState(true);
  const { isCopied, copy } = useCopied(THANKS_MS);
  const close = () => setOpen(null);
  return (
    <>
      <Part name="Menu">
        <Menu trigger={<Button>Open a menu</Button>}>
          <MenuLabel>Kinds of items</MenuLabel>
          <MenuItem onSelect={() => undefined}>An item</MenuItem>
          <MenuItem onSelect={() => undefined} isDisabled>
            Not now
          </MenuItem>
          <MenuLink>
            <a href="#page">A link</a>
          </MenuLink>
          <MenuCheck isChecked={isChecked} onChange={setIsChecked} aside="12">
            One of several
          </MenuCheck>
          <MenuSub label="More">
            <MenuChoice options={ORDERS} value={order} onChange={setOrder} />
          </MenuSub>
          <MenuSeparator />
          <MenuItem onSelect={() => undefined} isDangerous>
            Remove
          </MenuItem>
        </Menu>
      </Part>
      <Part name="Dialog, Confirm">
        <Button onClick={() => setOpen("dialog")}>Open a dialog</Button>
        <Button variant="danger" onClick={() => setOpen("confirm")}>
          Remove something
        </Button>
        <Dialog
          isOpen={open === "dialog"}
          onClose={close}
          title="Something is asked"
          description="A sentence that is read out when it opens."
          footer={
            <Button variant="primary" onClick={close}>
              Go on
            </Button>
          }
        >
          <p>What it is about.</p>
        </Dialog>
        <Confirm
          isOpen={open === "confirm"}
          onClose={close}
          title="Remove “Why is the sky blue?”?"
          description="Its video and files go with it, and do not come back."
          verb="Remove the job"
          onConfirm={close}
          isBusy={false}
        />
      </Part>
      <Part name="useCopied">
        <Button onClick={() => copy("copied from the page of parts")}>
          {isCopied ? "Copied" : "Copy a text"}
        </Button>
      </Part>
    </>
  );
}
