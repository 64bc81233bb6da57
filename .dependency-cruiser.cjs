/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, dependencyTypesNot: ["type-only"] },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "apps-never-import-apps",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "packages-never-import-apps",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    },
    {
      name: "only-the-launcher-and-tests-start-apps",
      severity: "error",
      // The renderer is measured, and its samples are drawn, in the process that looks at the pictures; the console's
      // upload is measured in a page that has nothing else.
      from: {
        path: "^(bench|e2e|supabase|scripts)/",
        pathNot:
          "^(bench/src/render(/|[.]ts$)|bench/src/upload/uploading-page[.]ts$|scripts/(samples|revideo|sample-data/draw-thumbnail)[.]ts$)",
      },
      to: { path: "^apps/" },
    },
    {
      name: "contracts-imports-only-zod",
      severity: "error",
      from: { path: "^packages/contracts/", pathNot: "[.]test[.]ts$" },
      to: { pathNot: ["^packages/contracts/", "node_modules/zod/"] },
    },
    {
      name: "packages-point-towards-contracts",
      severity: "error",
      from: { path: "^packages/(db|media|ui)/", pathNot: "[.]test[.]ts$" },
      to: { path: "^packages/", pathNot: ["^packages/contracts/", "^packages/$1/"] },
    },
    {
      name: "ui-knows-no-data",
      severity: "error",
      from: { path: "^packages/ui/" },
      to: { path: ["^packages/(db|media|local-supabase|testing)/", "@supabase/", "@tanstack/react-query/"] },
    },
    {
      name: "queue-stays-in-the-worker",
      severity: "error",
      from: { path: "^(apps|packages)/", pathNot: "^apps/worker/" },
      to: { path: "node_modules/pg-boss/" },
    },
    {
      name: "secret-key-stays-out-of-the-console",
      severity: "error",
      from: { path: "^apps/admin/" },
      to: { path: "^packages/db/src/service-client" },
    },
    {
      name: "console-never-speaks-sql",
      severity: "error",
      from: { path: "^apps/admin/" },
      to: { path: ["node_modules/pg/", "^packages/(media|local-supabase|testing)/"] },
    },
    {
      name: "local-stack-is-unknown-to-apps",
      severity: "error",
      from: { path: "^apps/", pathNot: ["[.]test[.]ts$", "/test-support/"] },
      to: { path: "^packages/(local-supabase|testing)/" },
    },
    {
      name: "stages-are-siblings",
      severity: "error",
      from: { path: "^apps/worker/src/stages/([^/]+)/" },
      to: { path: "^apps/worker/src/stages/", pathNot: "^apps/worker/src/stages/$1/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // What is in renderers/ is installed, and resolves, only where somebody wants it.
    exclude: { path: ["[.]next/", "^apps/orchestrator/renderers/"] },
    tsConfig: { fileName: "tsconfig.base.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
