import js from "@eslint/js";
import queryPlugin from "@tanstack/eslint-plugin-query";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const READS_ENVIRONMENT = ["**/env.ts", "scripts/**", "**/*.config.ts", "**/*.test.ts", "e2e/**", "bench/**"];

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/**",
      "**/.next/**",
      "**/next-env.d.ts",
      ".spool/**",
      "**/test-results/**",
      "packages/db/src/database.types.ts",
      // Its types come with Revideo, which is not there without `npm run revideo -- install`.
      "apps/orchestrator/renderers/**",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "Read the environment in env.ts, once, and pass what it holds.",
        },
      ],
    },
  },
  // Playwright reads a fixture's dependencies from the pattern of its first parameter, the empty one included.
  { files: ["e2e/**"], rules: { "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }] } },
  { files: READS_ENVIRONMENT, rules: { "no-restricted-properties": "off" } },
  {
    files: ["apps/admin/**/*.{ts,tsx}", "packages/ui/**/*.tsx"],
    extends: [reactHooks.configs.flat["recommended-latest"], queryPlugin.configs["flat/recommended"]],
  },
  {
    files: ["**/*.{js,mjs,cjs}"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        module: "writable",
        URL: "readonly",
        setTimeout: "readonly",
      },
    },
  },
);
