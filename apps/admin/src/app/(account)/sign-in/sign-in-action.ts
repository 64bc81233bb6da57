"use server";

import { isAuthApiError } from "@supabase/supabase-js";
import { redirect } from "next/navigation";
import { z } from "zod";
import { safeReturnPath } from "../../../lib/safe-return-path.ts";
import { supabaseServer } from "../../../lib/supabase-server.ts";

export interface SignInState {
  email: string;
  error: string | null;
}

const credentialsSchema = z.object({
  email: z.string().trim().min(1),
  password: z.string().min(1),
  returnPath: z.string(),
});

/** Signs somebody in and leads them on, or says in a sentence why not. Runs without JavaScript in the browser too. */
export async function signIn(_before: SignInState, form: FormData): Promise<SignInState> {
  const credentials = credentialsSchema.safeParse(Object.fromEntries(form));
  if (!credentials.success) {
    const email = form.get("email");
    return {
      email: typeof email === "string" ? email : "",
      error: "Type both your email and your password.",
    };
  }
  const { email, password, returnPath } = credentials.data;
  const supabase = await supabaseServer();
  const { error } = await supabase.auth.signInWithPassword({ email, password });
  if (error) return { email, error: reason(error) };
  redirect(safeReturnPath(returnPath));
}

function reason(error: Error): string {
  if (!isAuthApiError(error)) return "The Supabase API does not answer. Try again in a moment.";
  if (error.code === "invalid_credentials") return "Email and password do not match an account.";
  return error.message;
}
