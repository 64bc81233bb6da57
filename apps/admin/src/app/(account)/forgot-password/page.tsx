import type { Metadata } from "next";
import { environment } from "../../../env.ts";
import { ForgotPasswordForm } from "./_components/forgot-password-form.tsx";

export const metadata: Metadata = { title: "Forgot your password?" };
export const dynamic = "force-dynamic"; // knows where it runs only while it runs

export default function ForgotPasswordPage() {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = environment();
  return (
    <ForgotPasswordForm config={{ supabaseUrl: SUPABASE_URL, publishableKey: SUPABASE_PUBLISHABLE_KEY }} />
  );
}
