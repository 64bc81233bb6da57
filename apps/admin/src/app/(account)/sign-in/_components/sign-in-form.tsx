"use client";

import { Button } from "@spool/ui/button";
import { Field, TextInput } from "@spool/ui/field";
import Link from "next/link";
import { useActionState, useEffect } from "react";
import { signIn } from "../sign-in-action.ts";

export function SignInForm({ returnPath }: { returnPath: string }) {
  const [{ email, error }, submit, isPending] = useActionState(signIn, { email: "", error: null });

  useEffect(() => {
    // A link from a mail that was made without saying where to lead ends here, its session or refusal in the fragment.
    const { hash } = window.location;
    if (/[#&](?:access_token|error_code)=/.test(hash)) window.location.replace(`/set-password${hash}`);
  }, []);

  return (
    <form action={submit} className="flex flex-col gap-4">
      <input type="hidden" name="returnPath" value={returnPath} />
      <Field controlId="email" label="Email" isRequired>
        <TextInput
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          autoFocus
          required
          defaultValue={email}
          key={email}
        />
      </Field>
      <Field controlId="password" label="Password" isRequired>
        <TextInput id="password" name="password" type="password" autoComplete="current-password" required />
      </Field>
      {error !== null && (
        <p role="alert" className="rounded-md border border-failed/40 bg-failed-wash px-3 py-2 text-failed">
          {error}
        </p>
      )}
      <Button type="submit" variant="primary" isBusy={isPending} className="mt-1 h-9">
        {isPending ? "Signing in …" : "Sign in"}
      </Button>
      <Link href="/forgot-password" className="self-center text-ink-soft underline-offset-4 hover:underline">
        Forgot your password?
      </Link>
    </form>
  );
}
