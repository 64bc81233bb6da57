import { expect, test } from "vitest";
import { cn } from "./class-names.ts";

test.each([
  [["h-8 px-3", "h-7 px-2.5 text-xs"], "h-7 px-2.5 text-xs"],
  [["size-8 px-0", "size-6"], "px-0 size-6"],
  [["w-4 h-4", "size-3"], "size-3"],
  [["px-4 py-2", "p-1"], "p-1"],
  [["p-1", "px-4"], "p-1 px-4"],
  [["text-xs text-ink-soft", "text-failed"], "text-xs text-failed"],
  [["text-body text-left", "text-xs text-right"], "text-xs text-right"],
  [["border border-edge", "border-failed/40"], "border border-failed/40"],
  [["border-t border-hairline", "border-t-0"], "border-t border-hairline border-t-0"],
  [["bg-raised hover:bg-hover", "bg-failed"], "hover:bg-hover bg-failed"],
  [["flex flex-1 flex-col", "grid"], "flex-1 flex-col grid"],
  [["font-mono font-medium", "font-semibold"], "font-mono font-semibold"],
  [["absolute inset-0", "relative inset-x-2"], "inset-0 relative inset-x-2"],
  [["-translate-y-16 mt-2", "-mt-1"], "-translate-y-16 -mt-1"],
  [["max-lg:hidden", "hidden"], "max-lg:hidden hidden"],
  [["shadow-lg", "shadow-canvas/40"], "shadow-lg shadow-canvas/40"],
  [["rounded-lg", "rounded-t-none"], "rounded-lg rounded-t-none"],
  [["rounded-md", false, undefined, "rounded-none"], "rounded-none"],
])("of %j there remains %j", (classes, joined) => {
  expect(cn(...classes)).toBe(joined);
});
