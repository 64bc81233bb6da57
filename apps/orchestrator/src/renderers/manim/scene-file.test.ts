import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everySceneStoryboard } from "../../test-support/every-scene.ts";
import { planPieces } from "../pieces/plan-pieces.ts";
import { pythonString, pythonValue } from "./python-literal.ts";
import { sceneFile } from "./scene-file.ts";

const python = (script: string, input: string) =>
  execFileSync("python3", ["-c", script], { input, encoding: "utf8", maxBuffer: 64 * 1024 ** 2 });
const hasPython = (() => {
  try {
    return python("print(1)", "").trim() === "1";
  } catch {
    return false; // then there is nothing that could read what was written
  }
})();

const HOSTILE = [
  `"""); import os; os.system("touch /tmp/hacked")  # `,
  `\\"); __import__("os").system("id"); (\\"`,
  "\n    pass\nimport os\n",
  "\r\nexec('1')\u2028\u2029\u0000\u001b[2J",
  "{0.__class__} %s ${x} $(id) `id` \\N{BULLET} \\x41 \\u0041",
  "हिन्दी عربى 漢字 😀 \ud800",
];

test("a literal is one line of ASCII, whatever the text", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...HOSTILE)), (text) => {
      expect(pythonString(text)).toMatch(/^"[\x20-\x7e]*"$/);
    }),
  );
});

test("what is no number is not written as one", () => {
  expect(() => pythonValue(Number.NaN)).toThrow(RangeError);
  expect(pythonValue([1.00001, true, null, "a"])).toBe('(1, True, None, "a",)');
});

describe.skipIf(!hasPython)("read by Python (skipped where there is no python3)", () => {
  const SAME = `
import ast, json, sys
lines = [json.loads(line) for line in sys.stdin]
print(json.dumps([ast.literal_eval(line) for line in lines]))`;

  test("every text comes back from its literal as it was", () => {
    const texts = [
      ...HOSTILE,
      ...fc.sample(fc.string({ unit: "binary", maxLength: 60 }), { numRuns: 400, seed: 5 }),
      ...fc.sample(fc.string({ unit: "grapheme", maxLength: 60 }), { numRuns: 200, seed: 6 }),
    ];

    const read = python(SAME, texts.map((text) => JSON.stringify(pythonString(text))).join("\n"));

    expect(JSON.parse(read)).toEqual(texts);
  });

  test("a storyboard of all kinds full of syntax becomes calls with literals, and nothing else", async () => {
    const syntax = HOSTILE.join(" ");
    const contents = everySceneStoryboard().scenes.map(({ content }) => withTexts(content, syntax));
    const planned = await planPieces(everySceneStoryboard({}, contents), tmpdir());

    const script = sceneFile(planned.plan);

    const shape = python(
      `
import ast, json, sys
tree = ast.parse(sys.stdin.read())
compile(tree, "scene.py", "exec")
inside = next(node for node in tree.body if isinstance(node, ast.ClassDef)).body[0].body
for statement in inside:
    for argument in statement.value.args:
        ast.literal_eval(argument)
print(json.dumps({
    "outside": [type(node).__name__ for node in tree.body],
    "methods": sorted({statement.value.func.attr for statement in inside}),
}))`,
      script,
    );
    expect(JSON.parse(shape)).toEqual({
      outside: ["ImportFrom", "Expr", "ClassDef"],
      methods: ["arc", "disc", "panel", "picture", "play_pieces", "stroke", "text"],
    });
    expect(script.replaceAll("\n", "")).toMatch(/^[\x20-\x7e]*$/);
  });

  test("what the generated file builds on is Python", () => {
    const source = new URL("./spool_scene.py", import.meta.url).pathname;
    expect(python(`import ast; ast.parse(open(${pythonString(source)}).read()); print("read")`, "")).toBe(
      "read\n",
    );
  });
});

/** The same content with `extra` behind each of its texts; formulas stay. */
function withTexts<Value>(value: Value, extra: string, name = ""): Value {
  const changed = (): unknown => {
    if (typeof value === "string") return ["kind", "chart", "tex", "file", "language"].includes(name) ? value : `${value} ${extra}`; // prettier-ignore
    if (Array.isArray(value)) return value.map((each: unknown) => withTexts(each, extra, name));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, withTexts<unknown>(each, extra, key)]),
    );
  };
  return changed() as Value; // only strings became other strings
}
