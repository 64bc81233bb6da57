import { expect, test } from "vitest";
import { chartOf, readQuantity } from "./read-series.ts";

const table = (rows: string[][], header = ["", "Value"]) => ({ header, rows });

test.each([
  ["12", { value: 12, unit: "" }],
  ["1,25,000", { value: 125_000, unit: "" }],
  ["₹1,250 crore", { value: 1_250, unit: "₹ crore" }],
  ["-3.5 °C", { value: -3.5, unit: "°C" }],
  ["45%", { value: 45, unit: "%" }],
  ["about 5", null],
  ["5 or 6", null],
  ["", null],
])("%j is read as %j", (cell, expected) => {
  expect(readQuantity(cell)).toEqual(expected);
});

test("years make a line, parts of a hundred a pie, and the rest bars", () => {
  const years = ["2019", "2020", "2021", "2022"].map((year, index) => [year, `${index + 1}`]);
  const shares = table([
    ["Nitrogen", "78%"],
    ["Oxygen", "21%"],
    ["Others", "1%"],
  ]);

  expect(chartOf(table(years))?.chart).toBe("line");
  expect(chartOf(shares)).toMatchObject({
    chart: "pie",
    unit: "%",
    labels: ["Nitrogen", "Oxygen", "Others"],
  });
  expect(
    chartOf(table([...years.slice(0, 3)].map(([, value = ""], index) => [`City ${index}`, value])))?.chart,
  ).toBe("bar");
});

test.each([
  [
    "two units",
    table([
      ["a", "1 km"],
      ["b", "2 kg"],
      ["c", "3 km"],
    ]),
  ],
  [
    "words",
    table([
      ["a", "1"],
      ["b", "many"],
      ["c", "3"],
    ]),
  ],
  [
    "two rows",
    table([
      ["a", "1"],
      ["b", "2"],
    ]),
  ],
  [
    "a total among its parts",
    table([
      ["a", "1"],
      ["b", "2"],
      ["Total", "3"],
    ]),
  ],
])("a table with %s is no chart", (_what, given) => {
  expect(chartOf(given)).toBeNull();
});
