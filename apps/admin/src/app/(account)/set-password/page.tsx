import type { Metadata } from "next";
import { environment } from "../../../env.ts";
import { SetPasswordForm } from "./_components/set-password-form.tsx";

export const metadata: Metadata = { title: "Choose a password" };
export const dynamic = "force-dynamic"; // knows where it runs only while it runs

export default function SetPasswordPage() {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = environment();
  return <SetPasswordForm config={{ supabaseUrl: SUPABASE_URL, publishableKey: SUPABASE_PUBLISHABLE_KEY }} />;
}
