"use client";

import { useCallback, useState } from "react";
import { lookCookie, type TableLook } from "./table-columns.ts";

/** How the table looks, remembered in a cookie of this browser. */
export function useTableLook(remembered: TableLook): [TableLook, (look: TableLook) => void] {
  const [look, setLook] = useState(remembered);
  const change = useCallback((next: TableLook) => {
    setLook(next);
    document.cookie = lookCookie(next);
  }, []);
  return [look, change];
}
