import { join } from "node:path";
import type { NextConfig } from "next";

const repositoryRoot = join(import.meta.dirname, "../..");

const config: NextConfig = {
  // Workspace packages are exported as TypeScript source.
  transpilePackages: ["@spool/contracts", "@spool/db", "@spool/ui"],
  turbopack: { root: repositoryRoot },
  outputFileTracingRoot: repositoryRoot,
  poweredByHeader: false,
  // Types are checked by `npm run verify`; the build on a stranger's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["lucide-react", "radix-ui"] },
};

export default config;
