import type { Metadata } from "next";
import { environment } from "../../../env.ts";
import { PageHeader } from "../_components/page-header.tsx";
import { ApiView } from "./_components/api-view.tsx";

export const metadata: Metadata = { title: "API" };

export default function ApiPage() {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = environment();
  return (
    <>
      <PageHeader title="API" />
      <ApiView config={{ supabaseUrl: SUPABASE_URL, publishableKey: SUPABASE_PUBLISHABLE_KEY }} />
    </>
  );
}
