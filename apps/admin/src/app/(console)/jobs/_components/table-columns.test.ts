import { expect, test } from "vitest";
import {
  DEFAULT_LOOK,
  gridTemplate,
  lookCookie,
  readLook,
  widthOf,
  withColumn,
  withWidth,
} from "./table-columns.ts";

test("a look survives its cookie", () => {
  const look = withWidth(withColumn({ ...DEFAULT_LOOK, density: "compact" }, "created", true), "node", 200);
  const [pair = ""] = lookCookie(look).split(";");

  expect(readLook(pair.slice(pair.indexOf("=") + 1))).toEqual(look);
});

test.each([undefined, "", "%", "null", "[]", "%7B%22columns%22%3A3%7D"])(
  "the cookie %j is the usual look",
  (cookie) => {
    expect(readLook(cookie)).toEqual(DEFAULT_LOOK);
  },
);

test("columns that are gone and widths that make no sense are left out", () => {
  const cookie = encodeURIComponent(
    JSON.stringify({ columns: ["node", "gone"], widthsPx: { node: 1e9, type: "wide" } }),
  );

  const look = readLook(cookie);

  expect(look.columns).toEqual(["node"]);
  expect(widthOf(look, "node")).toBe(480);
});

test("columns stand in their own order, whenever they were chosen", () => {
  const look = withColumn(withColumn({ ...DEFAULT_LOOK, columns: ["time"] }, "type", true), "node", true);

  expect(look.columns).toEqual(["type", "node", "time"]);
  expect(gridTemplate(look)).toContain("136px 112px 104px");
});
