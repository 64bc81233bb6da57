"use client";

/** What a menu is made of. Loaded when the first menu is about to open: see menu.tsx. */
export { DropdownMenu } from "radix-ui";
