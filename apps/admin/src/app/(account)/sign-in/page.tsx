import type { Metadata } from "next";
import { safeReturnPath } from "../../../lib/safe-return-path.ts";
import { SignInForm } from "./_components/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next } = await searchParams;
  return <SignInForm returnPath={safeReturnPath(typeof next === "string" ? next : null)} />;
}
